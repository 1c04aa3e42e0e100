import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RunDetail } from '../../api/run.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { isOpen } from '../executions/execution-status.tsx';
import { ConfirmReprocess } from '../start/confirm-reprocess.tsx';

/** What can be done with a run. */
export function RunActions({ run, onOther }: { run: RunDetail; onOther: (name: string) => void }) {
  const [asked, setAsked] = useState<'stop' | 'redrive' | 'failed'>();
  const { name, progress, summary, consoleUrl, canBeRedriven } = run;
  const manifest = summary?.manifest;
  const failed = summary?.red ?? 0;
  const close = () => setAsked(undefined);
  const left = progress && progress.photos - progress.green;
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {consoleUrl && (
          <Button href={consoleUrl} target="_blank" iconName="external" iconAlign="right">
            AWS console
          </Button>
        )}
        {isOpen(run) && <Button onClick={() => setAsked('stop')}>Stop</Button>}
        {canBeRedriven && (
          <Button variant="primary" onClick={() => setAsked('redrive')}>
            Redrive
          </Button>
        )}
        {manifest && (
          <Button onClick={() => setAsked('failed')}>
            Reprocess {failed.toLocaleString('en')} that failed
          </Button>
        )}
      </SpaceBetween>
      {asked === 'stop' && (
        <Confirm
          title="Stop the run"
          action="stopRun"
          request={{ params: { name } }}
          onDone={close}
          onCancel={close}
        >
          <Box>
            No photo is begun any more, and the executions that run are stopped: their photos keep the records
            that they have. Afterwards the run can be redriven, which runs what is missing.
          </Box>
        </Confirm>
      )}
      {asked === 'redrive' && (
        <Confirm
          title="Redrive the run"
          confirm="Redrive"
          action="redriveRun"
          request={{ params: { name } }}
          onDone={close}
          onCancel={close}
        >
          <Box>
            {left === undefined
              ? 'It goes on where it stopped.'
              : `Runs ${left === 1 ? 'the one photo' : `the ${left.toLocaleString('en')} photos`} again that failed or never began, by a new execution each; the others are left alone.`}{' '}
            Mend first what it met, or it meets it again.
          </Box>
        </Confirm>
      )}
      {asked === 'failed' && manifest && (
        <ConfirmReprocess
          input={{ manifest }}
          what={
            failed === 1 ? 'the photo that failed' : `the ${failed.toLocaleString('en')} photos that failed`
          }
          onClose={(other) => {
            close();
            if (other) onOther(other.run);
          }}
        />
      )}
    </>
  );
}
