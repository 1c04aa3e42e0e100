import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import type { PlannedAction } from '../../api/action.ts';
import { useAnswer } from '../asking.ts';
import { Problem } from '../shell/problem.tsx';

/** What an action is going to cost, before it is confirmed. */
export function CostNotice({ plan }: { plan: PlannedAction }) {
  const { data, error, refetch } = useAnswer('estimate', { body: plan }, { fresh: 30_000 });
  if (error) return <Problem what="What it costs cannot be said" error={error} onRetry={() => refetch()} />;
  if (!data)
    return (
      <Box color="text-status-inactive">
        <Spinner /> Reckoning what it costs
      </Box>
    );
  return <Box color="text-body-secondary">{data.summary}</Box>;
}
