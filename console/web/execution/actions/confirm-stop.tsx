import Box from '@cloudscape-design/components/box';
import { useAction } from '../../asking/use-action.ts';
import { Confirm } from '../../confirm/confirm.tsx';
import { useNotify } from '../../shell/notifications.tsx';

export function ConfirmStop({ name, onClose }: { name: string; onClose: () => void }) {
  const notify = useNotify();
  const stop = useAction('stop');
  const run = () =>
    stop.mutate(
      { params: { name } },
      {
        onSuccess: ({ message }) => {
          notify({ type: 'success', header: message });
          onClose();
        },
      },
    );
  return (
    <Confirm
      title="Stop execution"
      confirm="Stop execution"
      busy={stop.isPending}
      error={stop.error}
      onCancel={onClose}
      onConfirm={run}
    >
      <Box>
        It ends as Aborted and writes no record; the photo keeps the record that it has. Afterwards it can be
        redriven, which goes on where it stopped.
      </Box>
    </Confirm>
  );
}
