import Box from '@cloudscape-design/components/box';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { readThreshold } from '../confirm/read-threshold.ts';
import { ThresholdField } from '../confirm/threshold-field.tsx';
import { executionPath } from '../executions/execution-path.ts';

/** Asks before one photo is run, and then goes to its execution. */
export function ConfirmStart({
  photoKey,
  given,
  repeated,
  onClose,
}: {
  photoKey: string;
  /** The threshold in the input of the run that this one repeats. */
  repeated?: number;
  /** The threshold, when it has been asked for already: `{}` for the deployed one. */
  given?: { threshold?: number };
  onClose: () => void;
}) {
  const [, go] = useLocation();
  const [typed, setTyped] = useState(String(repeated ?? ''));
  const { threshold, error } = given ? { ...given, error: undefined } : readThreshold(typed);
  return (
    <Confirm
      title="Start execution"
      action="start"
      request={{ body: { key: photoKey, ...(threshold !== undefined && { threshold }) } }}
      impossible={error !== undefined}
      onDone={({ execution }) => {
        onClose();
        go(executionPath(execution));
      }}
      onCancel={onClose}
    >
      <Box>
        Starts an execution for <b>{photoKey}</b>
        {given?.threshold === undefined ? '' : ` with a threshold of ${given.threshold} %`}. If the photo has
        a record, it is replaced.
      </Box>
      <CostNotice plan={{ action: 'start', key: photoKey }} />
      {!given && <ThresholdField value={typed} onChange={setTyped} repeated={repeated} />}
    </Confirm>
  );
}
