import Badge from '@cloudscape-design/components/badge';
import type { Person } from '../../api/person.ts';
import { Thumbnail } from '../photos/thumbnail.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { ForgetButton } from './forget-button.tsx';
import { shortFaceId } from './short-face-id.ts';

/** How many photos a card shows. */
const mostPhotos = 5;

export function PersonCard({ person }: { person: Person }) {
  const { faceId, crops, photoCount, occurrences, inCollection } = person;
  const name = shortFaceId(faceId);
  return (
    <li className="person-card">
      <div className="person-face">
        <Thumbnail url={crops[0]} alt={`Face ${name}`} size={104} />
        <div className="person-text">
          <PageLink href={`/people/${faceId}`} fontSize="heading-s">
            {name}
          </PageLink>
          <div>
            {photoCount === 0
              ? 'In no photo yet'
              : `In ${photoCount} ${photoCount === 1 ? 'photo' : 'photos'}`}
          </div>
          {!inCollection && <Badge color="grey">Not in the collection</Badge>}
        </div>
      </div>
      <div className="person-photos">
        {occurrences.slice(0, mostPhotos).map(({ key, idx, execution, thumbnailUrl }) => (
          <PageLink key={`${key} ${idx}`} href={`/executions/${execution}`} ariaLabel={`The photo ${key}`}>
            <Thumbnail url={thumbnailUrl} alt="" size={44} />
          </PageLink>
        ))}
        {photoCount > mostPhotos && <span className="person-more">+{photoCount - mostPhotos}</span>}
      </div>
      <ForgetButton person={person} />
    </li>
  );
}
