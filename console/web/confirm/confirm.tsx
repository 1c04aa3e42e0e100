import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useId } from 'react';
import type { Answer, Request, RouteName } from '../../api/routes.ts';
import { useAction } from '../asking.ts';
import { type Notification, useNotify } from '../shell/notifications.tsx';
import { Problem } from '../shell/problem.tsx';

/** Asks before the server does something, and stays until it is done or has failed, and then says why. */
export function Confirm<Name extends RouteName>({
  title,
  confirm = title,
  action,
  request,
  impossible = false,
  notice = (answer) => ({ header: 'message' in answer ? String(answer.message) : title }),
  onDone,
  onCancel,
  children,
}: {
  title: string;
  /** The words of its button: what is going to happen. */
  confirm?: string;
  action: Name;
  request: Request<Name>;
  impossible?: boolean;
  /** What is told when it is done: the message of the answer, unless given. */
  notice?: (answer: Answer<Name>) => Omit<Notification, 'type'>;
  onDone: (answer: Answer<Name>) => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const form = useId();
  const notify = useNotify();
  const { mutateAsync, isPending, error } = useAction(action);
  const onSuccess = (answer: Answer<Name>) => {
    notify({ type: 'success', ...notice(answer) });
    onDone(answer);
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={() => !isPending && onCancel()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel} disabled={isPending}>
              Cancel
            </Button>
            <Button
              variant="primary"
              form={form}
              formAction="submit"
              loading={isPending}
              disabled={impossible}
            >
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
          // What this stood in may be gone by then, as the card of a face that was forgotten: it is told all the same.
          if (!isPending && !impossible) mutateAsync(request).then(onSuccess, () => {});
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
