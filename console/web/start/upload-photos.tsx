import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileDropzone from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ExecutionRow } from '../../api/execution.ts';
import { useAnswer, usePollEvery, useSystem } from '../asking.ts';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { isOpen } from '../executions/execution-status.tsx';
import { filesOfFolder } from './dropped-files.ts';
import { ExistingPhotos } from './existing-photos.tsx';
import { FolderInput } from './folder-input.tsx';
import { LeftNotice } from './left-notice.tsx';
import { acceptedPhotos, executionOfUpload, existingPhotos, type Upload } from './upload-list.ts';
import { UploadRow } from './upload-row.tsx';
import { useUploads } from './uploads.tsx';

/** Photos are chosen first; what they are going to cost is said before they are sent. */
export function UploadPhotos() {
  const { uploads, choose, tell } = useUploads();
  const system = useSystem();
  const executions = useStartedExecutions(uploads);
  const count = (...steps: string[]) => uploads.filter(({ step }) => steps.includes(step)).length;
  const chosen = count('chosen');
  const sending = count('waiting', 'uploading');
  const begun = sending + count('uploaded', 'failed', 'skipped', 'reprocessed');
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            system
              ? `To s3://${system.rawBucket}/${system.rawPrefix}, where each starts an execution.`
              : undefined
          }
          actions={
            uploads.length > 0 && <Button onClick={() => tell({ type: 'clear' })}>Clear the list</Button>
          }
        >
          Upload photos
        </Header>
      }
    >
      <SpaceBetween size="m">
        {/* What is dropped here, the page takes like anything that is dropped on it. */}
        <FileDropzone onChange={() => {}}>
          <SpaceBetween size="xs" alignItems="center">
            <Box color="text-body-secondary">Drop photos or folders here, or anywhere on a page</Box>
            <SpaceBetween direction="horizontal" size="xs">
              <FileInput
                multiple
                accept={acceptedPhotos}
                value={[]}
                onChange={({ detail }) => choose(detail.value.map((file) => ({ file })))}
              >
                Choose photos
              </FileInput>
              <FolderInput onChoose={(files) => choose(filesOfFolder(files))} />
            </SpaceBetween>
          </SpaceBetween>
        </FileDropzone>
        <LeftNotice uploads={uploads} />
        <ExistingPhotos uploads={existingPhotos(uploads)} />
        {sending > 0 && (
          <ProgressBar
            label="Uploading"
            value={(100 * (begun - sending)) / begun}
            description={`${begun - sending} of ${begun} done`}
          />
        )}
        {uploads.length > 0 && (
          <ul className="upload-rows">
            {uploads.map((upload) => (
              <UploadRow key={upload.id} upload={upload} executions={executions} tell={tell} />
            ))}
          </ul>
        )}
        {chosen > 0 && (
          <SpaceBetween size="xs">
            <CostNotice plan={{ action: 'upload', photos: chosen }} />
            <Button variant="primary" onClick={() => tell({ type: 'begin' })}>
              {chosen === 1 ? 'Upload and process 1 photo' : `Upload and process ${chosen} photos`}
            </Button>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

/** The newest executions since the first upload, asked for together, as long as there is one to wait for. */
function useStartedExecutions(uploads: readonly Upload[]): readonly ExecutionRow[] {
  const { list } = usePollEvery();
  const uploaded = uploads.flatMap((upload) => upload.uploaded ?? []);
  const from = uploaded.map(({ uploadedAt }) => uploadedAt).sort()[0];
  const answer = useAnswer(
    'listExecutions',
    { query: { from, limit: 100 } },
    {
      enabled: from !== undefined,
      keep: true,
      every: (page) => {
        const settled = uploaded.every((each) => {
          const execution = executionOfUpload(each, page?.executions ?? []);
          return execution && !isOpen(execution);
        });
        return settled ? false : list;
      },
    },
  );
  return from === undefined ? [] : (answer.data?.executions ?? []);
}
