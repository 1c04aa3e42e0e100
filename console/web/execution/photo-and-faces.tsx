import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ExecutionDetail } from '../../api/execution.ts';
import { isOpen } from '../executions/execution-status.tsx';
import { FacesTable } from './faces/faces-table.tsx';
import { PhotoDownloads } from './photo/photo-downloads.tsx';
import { PhotoWhatIf } from './photo/photo-what-if.tsx';
import type { Chosen } from './use-chosen.ts';

export function PhotoAndFaces({ execution, chosen }: { execution: ExecutionDetail; chosen: Chosen }) {
  const { photo, faces } = execution;
  if (!photo) return null;
  return (
    <div className="side-by-side">
      <Container
        fitHeight
        header={
          <Header
            variant="h2"
            actions={<PhotoDownloads annotatedUrl={faces.length > 0 ? photo.annotatedUrl : undefined} />}
            description="Point at a box to read about its face, choose it to follow it below."
          >
            Photo
          </Header>
        }
      >
        <PhotoWhatIf
          threshold={execution.threshold}
          imageUrl={photo.imageUrl}
          alt={`The photo ${photo.key}`}
          size={photo.size}
          faces={faces}
          chosen={chosen.face}
          onChoose={chosen.chooseFace}
        />
        {faces.length === 0 && (
          <Box color="text-body-secondary" textAlign="center" padding="s">
            {isOpen(execution) && 'Its faces are being looked for.'}
            {execution.photoStatus === 'NO_FACES' && 'No faces were found in it.'}
          </Box>
        )}
      </Container>
      <FacesTable
        faces={faces}
        counts={execution.counts}
        searching={isOpen(execution)}
        photoKey={execution.photoStatus === undefined || execution.superseded ? undefined : photo.key}
        chosen={chosen}
      />
    </div>
  );
}
