import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, type RequestFailed } from '../../api/client.ts';
import type { UnknownFace } from '../../api/person.ts';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { Problem } from '../shell/problem.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { ConfirmReprocess } from '../start/confirm-reprocess.tsx';

interface Enrolling {
  readonly done: number;
  readonly faceIds: readonly string[];
  /** Photos of the faces that were enrolled. */
  readonly keys: readonly string[];
  readonly refused: readonly { readonly face: UnknownFace; readonly reason: string }[];
  readonly state: 'running' | 'done' | 'failed';
  readonly error?: Error;
}

const nothing: Enrolling = { done: 0, faceIds: [], keys: [], refused: [], state: 'running' };

/** Enrolls faces of one person under one name, one after the other, and offers to process their photos again. */
export default function EnrollSeveral({
  faces,
  onClose,
}: {
  faces: readonly UnknownFace[];
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [anyway, setAnyway] = useState(false);
  const [progress, setProgress] = useState<Enrolling>();
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const { state, done = 0, faceIds = [], keys = [], refused = [], error } = progress ?? {};
  const run = async () => {
    setProgress(nothing);
    await enrollAll(faces, { name: name.trim(), anyway }, setProgress);
    await queries.invalidateQueries();
  };
  if (asked)
    return (
      <ConfirmReprocess
        input={{ keys: [...keys] }}
        what={keys.length === 1 ? keys[0]! : `the ${keys.length} photos with this face`}
        onClose={() => onClose()}
      />
    );
  return (
    <Modal
      visible
      header={`Enroll ${faces.length === 1 ? '1 face' : `${faces.length} faces`} under one name`}
      onDismiss={() => state !== 'running' && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={state === 'running'} onClick={onClose}>
              {state === undefined ? 'Cancel' : 'Close'}
            </Button>
            {state === 'done' && keys.length > 0 ? (
              <Button variant="primary" onClick={() => setAsked(true)}>
                {keys.length === 1
                  ? 'Process the photo with this face again'
                  : `Process the ${keys.length} photos with this face again`}
              </Button>
            ) : (
              <Button
                variant="primary"
                loading={state === 'running'}
                disabled={name.trim() === '' || state === 'done'}
                onClick={run}
              >
                Enroll
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <div className="person-crops">
          {faces.slice(0, mostShown).map((face) => (
            <Thumbnail key={face.cropKey} url={face.cropUrl} alt="" size={56} />
          ))}
          {faces.length > mostShown && <span className="person-more">+{faces.length - mostShown}</span>}
        </div>
        {state === undefined && (
          <>
            <FormField label="Name" description="Who has it already gets these faces as well.">
              <Input value={name} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <Checkbox checked={anyway} onChange={({ detail }) => setAnyway(detail.checked)}>
              Also poor pictures, and those like somebody known
            </Checkbox>
            <CostNotice plan={{ action: 'enroll', faces: faces.length }} />
          </>
        )}
        {state === 'running' && (
          <ProgressBar value={(100 * done) / faces.length} description={`${done} of ${faces.length} faces`} />
        )}
        {error && <Problem what={`After ${faceIds.length} faces it went no further`} error={error} />}
        {state === 'done' && (
          <Alert type={faceIds.length > 0 ? 'success' : 'warning'}>
            {faceIds.length === 0 ? 'None was enrolled' : `Enrolled ${faceIds.length} as ${name.trim()}`}
            {refused.length > 0 && `; ${refused.length} left out:`}
            {refused.map(({ face, reason }) => (
              <div key={face.cropKey}>
                Face {face.idx} of {face.key}: {reason}
              </div>
            ))}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}

/** Crops that a dialog has room for. */
const mostShown = 14;

/** Reasons against one face, which say nothing of the next. */
const doubts = new Set(['AlreadyKnown', 'FaceNotIndexed', 'NoSuchKey']);

async function enrollAll(
  faces: readonly UnknownFace[],
  { name, anyway }: { name: string; anyway: boolean },
  tell: (progress: Enrolling) => void,
): Promise<void> {
  let progress = nothing;
  const change = (changed: Partial<Enrolling>) => {
    progress = { ...progress, ...changed };
    tell(progress);
  };
  try {
    for (const face of faces) {
      try {
        const body = { cropKey: face.cropKey, anyway, sameAs: [...progress.faceIds] };
        const { faceId } = await ask('enroll', { body });
        const faceIds = [...new Set([...progress.faceIds, faceId])];
        change({ faceIds, keys: [...new Set([...progress.keys, face.key])] });
      } catch (error) {
        const { failure, message } = error as Partial<RequestFailed> & Error;
        if (!failure || !doubts.has(failure.name)) throw error;
        change({ refused: [...progress.refused, { face, reason: message }] });
      }
      change({ done: progress.done + 1 });
    }
    if (progress.faceIds.length > 0) await ask('name', { body: { faceIds: [...progress.faceIds], name } });
    change({ state: 'done' });
  } catch (error) {
    change({ state: 'failed', error: error as Error });
  }
}
