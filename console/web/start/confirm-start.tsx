import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAction } from '../asking/use-action.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { readThreshold } from '../confirm/read-threshold.ts';
import { ThresholdField } from '../confirm/threshold-field.tsx';
import { useNotify } from '../shell/notifications.tsx';

/** Asks before one photo is run, and then goes to its execution. */
export function ConfirmStart({
  photoKey,
  given,
  onClose,
}: {
  photoKey: string;
  /** The threshold, when it has been asked for already: `{}` for the deployed one. */
  given?: { threshold?: number };
  onClose: () => void;
}) {
  const notify = useNotify();
  const [, go] = useLocation();
  const start = useAction('start');
  const [typed, setTyped] = useState('');
  const { threshold, error: wrong } = given ? { ...given, error: undefined } : readThreshold(typed);
  const run = () =>
    start.mutate(
      { body: { key: photoKey, ...(threshold !== undefined && { threshold }) } },
      {
        onSuccess: ({ execution, message }) => {
          notify({ type: 'success', header: message });
          onClose();
          go(`/executions/${execution}`);
        },
      },
    );
  return (
    <Confirm
      title="Start execution"
      confirm="Start execution"
      busy={start.isPending}
      impossible={wrong !== undefined}
      error={start.error}
      onCancel={onClose}
      onConfirm={run}
    >
      <Box>
        Starts an execution for <b>{photoKey}</b>
        {given?.threshold === undefined ? '' : ` with a threshold of ${given.threshold} %`}. If the photo has
        a record, it is replaced.
      </Box>
      <CostNotice plan={{ action: 'reprocess', photos: { keys: [photoKey] } }} />
      {!given && <ThresholdField value={typed} onChange={setTyped} />}
    </Confirm>
  );
}
