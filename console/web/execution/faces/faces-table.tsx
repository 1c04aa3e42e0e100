import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { OutcomeCounts } from '../../../../statemachine/photo-record.ts';
import type { Face } from '../../../api/face.ts';
import { OutcomeBar } from '../../outcomes/outcome-bar.tsx';
import type { Chosen } from '../use-chosen.ts';
import { FaceRow } from './face-row.tsx';
import { useKnownCrops } from './use-known-crops.ts';
import './faces.css';

/** Each face beside what the collection knows of the person it matched. */
export function FacesTable({
  faces,
  counts,
  searching,
  chosen,
}: {
  faces: readonly Face[];
  /** Absent until they are recorded. */
  counts?: OutcomeCounts;
  searching: boolean;
  chosen: Chosen;
}) {
  const knownCrops = useKnownCrops(faces);
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
        <div className="faces-scroll">
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
