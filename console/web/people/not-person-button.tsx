import Button from '@cloudscape-design/components/button';
import { useAction } from '../asking.ts';
import { useNotify } from '../shell/notifications.tsx';

/** Says of a face that it is not the person it was found to be, at once, and offers to take that back. */
export function NotPersonButton({
  photoKey,
  idx,
  faceId,
  back = false,
}: {
  photoKey: string;
  idx: number;
  faceId: string;
  /** Takes it back. */
  back?: boolean;
}) {
  const notify = useNotify();
  const { mutateAsync, isPending } = useAction('notPerson');
  const run = () =>
    mutateAsync({ body: { key: photoKey, idx, faceId, back } }).then(
      ({ message }) =>
        notify({
          type: 'success',
          header: message,
          action: !back && <NotPersonButton photoKey={photoKey} idx={idx} faceId={faceId} back />,
        }),
      ({ message }: Error) => notify({ type: 'error', header: 'It was not changed', content: message }),
    );
  return (
    <Button
      variant={back ? 'normal' : 'inline-link'}
      ariaLabel={back ? undefined : `Not this person: face ${idx} of ${photoKey}`}
      loading={isPending}
      onClick={run}
    >
      {back ? 'It is this person' : 'Not this person'}
    </Button>
  );
}
