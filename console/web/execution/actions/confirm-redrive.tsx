import Box from '@cloudscape-design/components/box';
import { useAction } from '../../asking/use-action.ts';
import { Confirm } from '../../confirm/confirm.tsx';
import { CostNotice } from '../../confirm/cost-notice.tsx';
import { useNotify } from '../../shell/notifications.tsx';

export function ConfirmRedrive({ name, onClose }: { name: string; onClose: () => void }) {
  const notify = useNotify();
  const redrive = useAction('redrive');
  const run = () =>
    redrive.mutate(
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
      title="Redrive execution"
      confirm="Redrive"
      busy={redrive.isPending}
      error={redrive.error}
      onCancel={onClose}
      onConfirm={run}
    >
      <Box>
        Goes on where it stopped: faces that have their outcome are not searched again. Mend first what it
        met, or it meets it again.
      </Box>
      <CostNotice plan={{ action: 'redrive', execution: name }} />
    </Confirm>
  );
}
