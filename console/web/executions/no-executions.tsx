import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useLocation } from 'wouter';

/** What to do when there is nothing to show. */
export function NoExecutions({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const [, go] = useLocation();
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="m">
        <div>
          <Box variant="strong">{filtered ? 'No execution matches these filters' : 'No executions yet'}</Box>
          <Box color="text-body-secondary">
            {filtered
              ? 'Search for less, or for another time.'
              : 'Drop photos anywhere on this page: each starts an execution, which finds its faces and searches them.'}
          </Box>
        </div>
        {filtered ? (
          <Button onClick={onClear}>Clear the filters</Button>
        ) : (
          <Button onClick={() => go('/start')}>Choose photos</Button>
        )}
      </SpaceBetween>
    </Box>
  );
}
