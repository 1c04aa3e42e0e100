import type { Face } from '../../../api/face.ts';
import { OutcomeBadge } from '../../outcomes/outcome-badge.tsx';
import { formatSimilarity, outcomeInWords } from '../../outcomes/outcome-words.ts';
import { EnrollButton } from '../../people/enroll-button.tsx';
import { shortFaceId } from '../../people/short-face-id.ts';
import { Thumbnail } from '../../photos/thumbnail.tsx';
import { PageLink } from '../../shell/page-link.tsx';
import type { KnownCrops } from './use-known-crops.ts';

export function FaceRow({
  face,
  knownCrops,
  chosen,
  onChoose,
}: {
  face: Face;
  knownCrops: KnownCrops;
  chosen: boolean;
  onChoose: () => void;
}) {
  return (
    <tr className={chosen ? 'chosen' : undefined}>
      <th scope="row">
        <button
          type="button"
          className="face-choice"
          aria-pressed={chosen}
          aria-label={`Face ${face.idx}`}
          onClick={onChoose}
        >
          <Thumbnail url={face.cropUrl} alt="" size={56} />
          <span>{face.idx}</span>
        </button>
      </th>
      <td>
        <OutcomeBadge outcome={face.outcome} />
        <div className="face-words">
          {face.outcome === 'Match' ? `${formatSimilarity(face.similarity)} similar` : outcomeInWords(face)}
        </div>
      </td>
      <td>
        {'faceId' in face && (
          <>
            <div className="known-crops">
              {(knownCrops.get(face.faceId) ?? []).slice(0, 3).map((url) => (
                <Thumbnail key={url} url={url} alt="" size={56} />
              ))}
            </div>
            <PageLink href={`/people/${face.faceId}`} fontSize="body-s">
              {shortFaceId(face.faceId)}
            </PageLink>
          </>
        )}
        {face.outcome === 'NoMatch' && face.thumbKey && (
          <EnrollButton cropKey={face.thumbKey} cropUrl={face.cropUrl} />
        )}
      </td>
    </tr>
  );
}
