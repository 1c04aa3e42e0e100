import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';

export function LoadingPage() {
  return (
    <Box textAlign="center" padding="xxxl" color="text-status-inactive">
      <Spinner /> Loading
    </Box>
  );
}
