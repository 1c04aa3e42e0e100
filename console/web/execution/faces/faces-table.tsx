import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useEffect, useRef } from 'react';
import type { OutcomeCounts } from '../../../../statemachine/payloads.ts';
import type { Face } from '../../../api/face.ts';
import { useAnswer } from '../../asking.ts';
import { formatSimilarity, outcomeInWords } from '../../outcomes/outcome.ts';
import { OutcomeBadge, OutcomeBar } from '../../outcomes/outcome-badge.tsx';
import { EnrollButton } from '../../people/enroll-button.tsx';
import { NotPersonButton } from '../../people/not-person-button.tsx';
import { shortFaceId } from '../../shell/names.ts';
import { PageLink } from '../../shell/page-link.tsx';
import { Thumbnail } from '../../shell/thumbnail.tsx';
import type { Chosen } from '../use-chosen.ts';
import './faces.css';

/** Each face beside what the collection knows of the person it matched. */
export function FacesTable({
  faces,
  counts,
  searching,
  photoKey,
  chosen,
}: {
  faces: readonly Face[];
  /** Absent until they are recorded. */
  counts?: OutcomeCounts;
  searching: boolean;
  /** Of the photo whose record this is; absent where it is another's by now, or is not written yet. */
  photoKey?: string;
  chosen: Chosen;
}) {
  const knownCrops = useKnownCrops(faces);
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [room, row] = [rows.current, rows.current?.querySelector<HTMLElement>('tr.chosen')];
    if (!room || !row || chosen.face === undefined) return;
    // The page stays where it is: only the rows scroll.
    const top = row.offsetTop - room.offsetTop;
    if (top < room.scrollTop || top + row.offsetHeight > room.scrollTop + room.clientHeight)
      room.scrollTop = top - room.clientHeight / 2;
  }, [chosen.face]);
  return (
    <Container
      fitHeight
      disableContentPaddings
      header={
        <Header variant="h2" counter={`(${faces.length})`}>
          Faces
        </Header>
      }
    >
      {faces.length === 0 ? (
        <Box textAlign="center" color="text-body-secondary" padding="l">
          {searching ? 'None found yet' : 'No faces'}
        </Box>
      ) : (
        <div className="faces-scroll" ref={rows}>
          {counts && (
            <div className="faces-counts">
              <OutcomeBar counts={counts} />
            </div>
          )}
          <table className="faces">
            <thead>
              <tr>
                <th scope="col">Face</th>
                <th scope="col">Outcome</th>
                <th scope="col">Known from</th>
              </tr>
            </thead>
            <tbody>
              {faces.map((face) => (
                <FaceRow
                  key={face.idx}
                  face={face}
                  photoKey={photoKey}
                  knownCrops={knownCrops}
                  chosen={face.idx === chosen.face}
                  onChoose={() => chosen.chooseFace(face.idx === chosen.face ? undefined : face.idx)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Container>
  );
}

function FaceRow({
  face,
  photoKey,
  knownCrops,
  chosen,
  onChoose,
}: {
  face: Face;
  /** Absent while faces may still be found to be others. */
  photoKey?: string;
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
              {(knownCrops.get(face.faceId) ?? [])
                // That it is like itself says nothing.
                .filter((url) => url !== face.cropUrl)
                .slice(0, 3)
                .map((url) => (
                  <Thumbnail key={url} url={url} alt="" size={56} />
                ))}
            </div>
            <PageLink href={`/people/${face.faceId}`} fontSize="body-s">
              {face.name ?? shortFaceId(face.faceId)}
            </PageLink>
            {photoKey !== undefined && (
              <NotPersonButton photoKey={photoKey} idx={face.idx} faceId={face.faceId} />
            )}
          </>
        )}
        {photoKey !== undefined && face.outcome === 'NoMatch' && face.notFaceIds?.[0] && (
          <NotPersonButton photoKey={photoKey} idx={face.idx} faceId={face.notFaceIds[0]} back />
        )}
        {face.outcome === 'NoMatch' && face.thumbKey && (
          <EnrollButton cropKey={face.thumbKey} cropUrl={face.cropUrl} />
        )}
      </td>
    </tr>
  );
}

/** URLs of crops of the people that these faces matched, by face id. */
type KnownCrops = ReadonlyMap<string, readonly string[]>;

function useKnownCrops(faces: readonly Face[]): KnownCrops {
  const faceId = [...new Set(faces.flatMap((face) => ('faceId' in face ? face.faceId : [])))].sort();
  const answer = useAnswer(
    'people',
    { query: { faceId, limit: 100 } },
    { enabled: faceId.length > 0, fresh: 30_000, keep: true },
  );
  return new Map(answer.data?.people.map(({ faceId, crops }) => [faceId, crops]));
}
