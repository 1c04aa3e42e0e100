import type { UnknownFace } from '../../api/person.ts';
import { useSystem } from '../asking/use-system.ts';
import { photoName } from '../photos/photo-name.ts';
import { Thumbnail } from '../photos/thumbnail.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { EnrollButton } from './enroll-button.tsx';

export function UnknownFaceCard({ face }: { face: UnknownFace }) {
  const { key, idx, cropUrl, cropKey, execution } = face;
  const name = photoName(key, useSystem()?.rawPrefix);
  return (
    <li className="unknown-card">
      <Thumbnail url={cropUrl} alt={`Face ${idx} of ${name}`} size={120} />
      <div className="unknown-text">
        <PageLink href={`/executions/${execution}`} fontSize="body-s">
          {name}
        </PageLink>
        <span>face {idx}</span>
      </div>
      <EnrollButton cropKey={cropKey} cropUrl={cropUrl} />
    </li>
  );
}
