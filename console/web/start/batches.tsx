import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { BatchProgress as Batch } from '../../api/action.ts';
import { useAction, useAnswer, usePollEvery } from '../asking.ts';
import { PageLink } from '../shell/page-link.tsx';

/** What was reprocessed since the console was started. Nothing until there is something. */
export function Batches() {
  const { list } = usePollEvery();
  const batches = useAnswer(
    'batches',
    {},
    { every: (answer) => (answer?.batches.some(({ state }) => state === 'running') ? list : false) },
  ).data?.batches;
  if (!batches || batches.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" description="Since this console was started.">
          Batches
        </Header>
      }
    >
      <SpaceBetween size="l">
        {batches.map((batch) => (
          <BatchProgress key={batch.batch} batch={batch} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** How far a batch has come, and what its photos ended as. */
function BatchProgress({ batch }: { batch: Batch }) {
  const stop = useAction('stopBatch');
  const { action, total, done, endings, state, error } = batch;
  const what = action === 'redrive' ? 'executions' : 'photos';
  const ended = Object.entries(endings).map(([ending, count]) => `${count} ${ending}`);
  return (
    <ProgressBar
      label={
        action === 'redrive' ? (
          `Redrive ${batch.batch}`
        ) : (
          <>
            Batch <PageLink href={`/?search=${encodeURIComponent(batch.batch)}`}>{batch.batch}</PageLink>
          </>
        )
      }
      value={total === 0 ? 100 : (100 * done) / total}
      status={statuses[state]}
      description={`${done} of ${total} ${what} done`}
      additionalInfo={
        <>
          {ended.join(', ')}{' '}
          {state === 'running' && (
            <Button
              variant="inline-link"
              loading={stop.isPending}
              onClick={() => stop.mutate({ params: { batch: batch.batch } })}
            >
              Start no more of it
            </Button>
          )}
          {stop.error?.message}
        </>
      }
      resultText={
        state === 'failed'
          ? `Failed: ${error}`
          : `${done} of ${total} ${what} done${state === 'stopped' ? '; stopped' : ''}${ended.length > 0 ? `: ${ended.join(', ')}` : ''}`
      }
    />
  );
}

const statuses = { running: 'in-progress', done: 'success', stopped: 'success', failed: 'error' } as const;
