import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RedriveProgress } from '../../api/action.ts';
import { useAction, useAnswer, usePollEvery } from '../asking.ts';
import { Moment } from '../shell/moment.tsx';

/** Redrives of many executions since the console was started. Nothing until there are some. */
export function Redrives() {
  const { list } = usePollEvery();
  const redrives = useAnswer(
    'redrives',
    {},
    { every: (answer) => (answer?.redrives.some(({ state }) => state === 'running') ? list : false) },
  ).data?.redrives;
  if (!redrives || redrives.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" description="Since this console was started.">
          Redrives
        </Header>
      }
    >
      <SpaceBetween size="l">
        {redrives.map((redrive) => (
          <Redrive key={redrive.id} redrive={redrive} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** How far it has come, and what the executions ended as. */
function Redrive({
  redrive: { id, total, done, endings, state, startedAt, error },
}: {
  redrive: RedriveProgress;
}) {
  const stop = useAction('stopRedrives');
  const ended = Object.entries(endings).map(([ending, count]) => `${count} ${ending}`);
  const told = `${done} of ${total} executions done`;
  return (
    <ProgressBar
      label={
        <>
          Of <Moment at={startedAt} />
        </>
      }
      value={(100 * done) / total}
      status={state === 'running' ? 'in-progress' : state === 'failed' ? 'error' : 'success'}
      description={told}
      additionalInfo={
        <>
          {ended.join(', ')}{' '}
          {state === 'running' && (
            <Button
              variant="inline-link"
              loading={stop.isPending}
              onClick={() => stop.mutate({ params: { id } })}
            >
              Redrive no more of them
            </Button>
          )}
          {stop.error?.message}
        </>
      }
      resultText={
        state === 'failed'
          ? `Failed: ${error}`
          : `${told}${state === 'stopped' ? '; stopped' : ''}${ended.length > 0 ? `: ${ended.join(', ')}` : ''}`
      }
    />
  );
}
