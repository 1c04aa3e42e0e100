import type { z } from 'zod';
import type { occurrence } from '../../api/person.ts';
import { useSystem } from '../asking/use-system.ts';
import { OutcomeBadge } from '../outcomes/outcome-badge.tsx';
import { formatSimilarity } from '../outcomes/outcome-words.ts';
import { photoName } from '../photos/photo-name.ts';
import { Thumbnail } from '../photos/thumbnail.tsx';
import { PageLink } from '../shell/page-link.tsx';

/** A photo in which somebody was found, with the face as it is there. */
export function OccurrenceCard({ occurrence: found }: { occurrence: z.infer<typeof occurrence> }) {
  const { key, idx, cropUrl, thumbnailUrl, execution, similarity } = found;
  const name = photoName(key, useSystem()?.rawPrefix);
  return (
    <li className="unknown-card">
      <div className="person-crops">
        <Thumbnail url={cropUrl} alt={`Face ${idx} of ${name}`} size={64} />
        <Thumbnail url={thumbnailUrl} alt="" size={64} />
      </div>
      <div className="unknown-text">
        <PageLink href={`/executions/${execution}`} fontSize="body-s">
          {name}
        </PageLink>
        <span>face {idx}</span>
      </div>
      <OutcomeBadge outcome={similarity === undefined ? 'Indexed' : 'Match'}>
        {similarity === undefined ? 'Indexed' : formatSimilarity(similarity)}
      </OutcomeBadge>
    </li>
  );
}
