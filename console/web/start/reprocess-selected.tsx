import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { ExecutionRow } from '../../api/execution.ts';
import { ConfirmReprocess } from './confirm-reprocess.tsx';

/** Runs the photos of the selected executions again. */
export function ReprocessSelected({
  executions,
  onDone,
}: {
  executions: readonly ExecutionRow[];
  onDone: () => void;
}) {
  const [asked, setAsked] = useState(false);
  // Two executions may be of one photo.
  const keys = [...new Set(executions.flatMap(({ photo }) => (photo ? [photo.key] : [])))];
  return (
    <>
      <Button disabled={keys.length === 0} onClick={() => setAsked(true)}>
        {keys.length > 1 ? `Reprocess ${keys.length}` : 'Reprocess'}
      </Button>
      {asked && (
        <ConfirmReprocess
          input={{ keys }}
          thresholds={executions.map(({ givenThreshold }) => givenThreshold)}
          what={keys.length === 1 ? keys[0]! : `${keys.length} photos`}
          onClose={(run) => {
            setAsked(false);
            if (run) onDone();
          }}
        />
      )}
    </>
  );
}
