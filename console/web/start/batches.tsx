import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useAnswer } from '../asking/use-answer.ts';
import { usePollEvery } from '../asking/use-system.ts';
import { BatchProgress } from './batch-progress.tsx';

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
