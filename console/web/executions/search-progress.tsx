import Box from '@cloudscape-design/components/box';
import type { ExecutionPage } from '../../api/execution.ts';
import { Moment } from '../shell/moment.tsx';

/** How far a search has looked: Step Functions cannot search, so executions are looked at one by one. */
export function SearchProgress({
  searched,
  more,
}: {
  searched: NonNullable<ExecutionPage['searched']>;
  more: boolean;
}) {
  return (
    <Box color="text-body-secondary" fontSize="body-s" textAlign="center">
      {searched.executions.toLocaleString('en')} executions looked through
      {searched.until && (
        <>
          , back to <Moment at={searched.until} />
        </>
      )}
      {more ? '; the next page searches on' : ''}
    </Box>
  );
}
