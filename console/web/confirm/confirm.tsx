import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId } from 'react';
import { Problem } from '../shell/problem.tsx';

/** Asks before something is done, and stays until it is done or has failed, and then says why. */
export function Confirm({
  title,
  confirm,
  onConfirm,
  onCancel,
  busy = false,
  impossible = false,
  error,
  children,
}: {
  title: string;
  /** The words of its button: what is going to happen. */
  confirm: string;
  onConfirm: () => void;
  onCancel: () => void;
  busy?: boolean;
  impossible?: boolean;
  error?: Error | null;
  children: ReactNode;
}) {
  const form = useId();
  return (
    <Modal
      visible
      header={title}
      onDismiss={() => !busy && onCancel()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel} disabled={busy}>
              Cancel
            </Button>
            <Button variant="primary" form={form} formAction="submit" loading={busy} disabled={impossible}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !impossible) onConfirm();
        }}
      >
        <SpaceBetween size="m">
          {children}
          {error && <Problem what="It was not done" error={error} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
