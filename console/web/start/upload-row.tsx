import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ExecutionRow } from '../../api/execution.ts';
import { useSystem } from '../asking.ts';
import { executionPath } from '../executions/execution-path.ts';
import { ExecutionStatus } from '../executions/execution-status.tsx';
import { OutcomeBadges } from '../outcomes/outcome-badge.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { ExistingChoice } from './existing-photos.tsx';
import { executionOfUpload, formatBytes, type Upload, type UploadEvent } from './upload-list.ts';

/** A file on its way, and then the execution that it started. */
export function UploadRow({
  upload,
  executions,
  tell,
}: {
  upload: Upload;
  executions: readonly ExecutionRow[];
  tell: (event: UploadEvent) => void;
}) {
  const { id, name, uploaded, failure } = upload;
  const execution = uploaded && executionOfUpload(uploaded, executions);
  const rawPrefix = useSystem()?.rawPrefix ?? '';
  // Beside one that is there it has another name.
  const stored = uploaded ? uploaded.key.slice(rawPrefix.length) : name;
  return (
    <li className="upload-row">
      <Thumbnail url={execution?.photo?.thumbnailUrl} alt="" size={48} />
      <div>
        <div className="upload-row-name">
          {execution ? <PageLink href={executionPath(execution.name)}>{stored}</PageLink> : stored}
        </div>
        {execution ? <Ending execution={execution} /> : <Step upload={upload} />}
      </div>
      <div className="upload-row-actions">
        {failure?.name === 'PhotoExists' ? (
          <ExistingChoice uploads={[upload]} />
        ) : (
          failure && (
            <Button onClick={() => tell({ type: 'again', ids: [id], existing: upload.existing })}>
              Try again
            </Button>
          )
        )}
        {upload.step !== 'waiting' && upload.step !== 'uploading' && (
          <Button
            variant="icon"
            iconName="close"
            ariaLabel={`Take ${name} off the list`}
            onClick={() => tell({ type: 'remove', id })}
          />
        )}
      </div>
    </li>
  );
}

function Step({ upload: { step, name, file, refusal, failure } }: { upload: Upload }) {
  switch (step) {
    case 'chosen':
      return (
        <StatusIndicator type="info">
          {formatBytes(file.size)}, ready to upload
          {!isOwnName(name, file.name) && `; the list has another ${file.name}`}
        </StatusIndicator>
      );
    case 'refused':
      return <StatusIndicator type="warning">{refusal}</StatusIndicator>;
    case 'waiting':
      return <StatusIndicator type="pending">Waiting</StatusIndicator>;
    case 'uploading':
      return <StatusIndicator type="in-progress">Uploading {formatBytes(file.size)}</StatusIndicator>;
    case 'uploaded':
      return <StatusIndicator type="in-progress">Uploaded; its execution is about to start</StatusIndicator>;
    case 'left':
      return <StatusIndicator type="warning">Not uploaded before the page was reloaded</StatusIndicator>;
    case 'skipped':
      return <StatusIndicator type="stopped">Skipped: the photo that is there stays</StatusIndicator>;
    case 'reprocessed':
      return (
        <StatusIndicator type="in-progress">The photo that is there is about to be processed</StatusIndicator>
      );
    case 'failed':
      return failure!.name === 'PhotoExists' ? (
        <StatusIndicator type="warning">There is a photo of this name in the bucket</StatusIndicator>
      ) : (
        <StatusIndicator type="error">
          {failure!.message} {failure!.whatToDo}
        </StatusIndicator>
      );
  }
}

const isOwnName = (name: string, own: string) => name === own || name.endsWith(`/${own}`);

const Ending = ({ execution: { status, waitsUntil, counts, error } }: { execution: ExecutionRow }) => (
  <div className="upload-row-outcomes">
    <ExecutionStatus status={status} waitsUntil={waitsUntil} />
    {status === 'SUCCEEDED' && counts?.faceCount === 0 && 'No faces'}
    {counts && <OutcomeBadges counts={counts} />}
    {error && <div>{error.cause || error.error}</div>}
  </div>
);
