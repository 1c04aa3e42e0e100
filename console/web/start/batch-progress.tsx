import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import type { BatchProgress as Batch } from '../../api/action.ts';
import { useAction } from '../asking/use-action.ts';
import { PageLink } from '../shell/page-link.tsx';

/** How far a batch has come, and what its photos ended as. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const stop = useAction('stopBatch');
  const { total, done, endings, state, error } = batch;
  const ended = Object.entries(endings).map(([ending, count]) => `${count} ${ending}`);
  return (
    <ProgressBar
      label={
        <>
          Batch <PageLink href={`/?search=${encodeURIComponent(batch.batch)}`}>{batch.batch}</PageLink>
        </>
      }
      value={total === 0 ? 100 : (100 * done) / total}
      status={statuses[state]}
      description={`${done} of ${total} photos done`}
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
          : `${done} of ${total} photos done${state === 'stopped' ? '; stopped' : ''}${ended.length > 0 ? `: ${ended.join(', ')}` : ''}`
      }
    />
  );
}

const statuses = { running: 'in-progress', done: 'success', stopped: 'success', failed: 'error' } as const;
