import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ExecutionDetail } from '../../../api/execution.ts';
import { isOpen } from '../../executions/is-open.ts';
import { ConfirmStart } from '../../start/confirm-start.tsx';
import { ConfirmRedrive } from './confirm-redrive.tsx';
import { ConfirmStop } from './confirm-stop.tsx';

/** What can be done with an execution. */
export function ExecutionActions({ execution }: { execution: ExecutionDetail }) {
  const [asked, setAsked] = useState<'stop' | 'redrive' | 'reprocess'>();
  const { name, photo, remedy, consoleUrl } = execution;
  const close = () => setAsked(undefined);
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {consoleUrl && (
          <Button href={consoleUrl} target="_blank" iconName="external" iconAlign="right">
            AWS console
          </Button>
        )}
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
      {asked === 'redrive' && <ConfirmRedrive name={name} onClose={close} />}
      {asked === 'reprocess' && photo && <ConfirmStart photoKey={photo.key} onClose={close} />}
    </>
  );
}
