import type { ReactNode } from 'react';
import type { Occurrence } from '../../api/person.ts';
import { executionPath } from '../executions/execution-path.ts';
import { usePhotoName } from '../shell/names.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';

/** A face of a photo as it is there, which leads to the execution that recorded it. */
export function OccurrenceCard({
  occurrence: { key, idx, cropUrl, thumbnailUrl, execution },
  withPhoto = false,
  children,
}: {
  occurrence: Occurrence;
  withPhoto?: boolean;
  children: ReactNode;
}) {
  const name = usePhotoName(key);
  return (
    <li className="occurrence-card">
      <div className="person-crops">
        <Thumbnail url={cropUrl} alt={`Face ${idx} of ${name}`} size={withPhoto ? 64 : 120} />
        {withPhoto && <Thumbnail url={thumbnailUrl} alt="" size={64} />}
      </div>
      <div className="occurrence-text">
        <PageLink href={executionPath(execution)} fontSize="body-s">
          {name}
        </PageLink>
        <span>face {idx}</span>
      </div>
      {children}
    </li>
  );
}
