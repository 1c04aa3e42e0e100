import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ExecutionDetail } from '../../api/execution.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { isOpen } from '../executions/execution-status.tsx';
import { later } from '../shell/later.tsx';
import { ConfirmStart } from '../start/confirm-start.tsx';
import { ConfirmStop } from './confirm-stop.tsx';

const NewExecution = later(() => import('../start/new-execution.tsx'), null);

/** What can be done with an execution. */
export function ExecutionActions({ execution }: { execution: ExecutionDetail }) {
  const [asked, setAsked] = useState<'stop' | 'redrive' | 'reprocess' | 'new'>();
  const { name, photo, remedy, consoleUrl, givenThreshold } = execution;
  const close = () => setAsked(undefined);
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {consoleUrl && (
          <Button href={consoleUrl} target="_blank" iconName="external" iconAlign="right">
            AWS console
          </Button>
        )}
        <Button onClick={() => setAsked('new')}>New execution</Button>
        {isOpen(execution) && <Button onClick={() => setAsked('stop')}>Stop</Button>}
        {remedy?.verdict === 'redrive' && (
          <Button variant="primary" onClick={() => setAsked('redrive')}>
            Redrive
          </Button>
        )}
        {photo && !isOpen(execution) && (
          <Button
            variant={remedy?.verdict === 'start again' ? 'primary' : 'normal'}
            onClick={() => setAsked('reprocess')}
          >
            Reprocess
          </Button>
        )}
      </SpaceBetween>
      {asked === 'stop' && <ConfirmStop name={name} onClose={close} />}
      {asked === 'new' && <NewExecution input={execution.input} onClose={close} />}
      {asked === 'redrive' && (
        <Confirm
          title="Redrive execution"
          confirm="Redrive"
          action="redrive"
          request={{ params: { name } }}
          onDone={close}
          onCancel={close}
        >
          <Box>
            Goes on where it stopped: faces that have their outcome are not searched again. Mend first what it
            met, or it meets it again.
          </Box>
          <CostNotice plan={{ action: 'redrive', executions: [name] }} />
        </Confirm>
      )}
      {asked === 'reprocess' && photo && (
        <ConfirmStart photoKey={photo.key} repeated={givenThreshold} onClose={close} />
      )}
    </>
  );
}
