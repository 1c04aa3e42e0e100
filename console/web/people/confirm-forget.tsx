import Box from '@cloudscape-design/components/box';
import type { Person } from '../../api/person.ts';
import { useAction } from '../asking/use-action.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { Thumbnail } from '../photos/thumbnail.tsx';
import { useNotify } from '../shell/notifications.tsx';

export function ConfirmForget({
  person,
  onClose,
}: {
  person: Person;
  onClose: (forgotten: boolean) => void;
}) {
  const notify = useNotify();
  const forget = useAction('forget');
  const { faceId, crops, photoCount } = person;
  const run = () =>
    forget.mutate(
      { params: { faceId } },
      {
        onSuccess: ({ message }) => {
          notify({ type: 'success', header: message });
          onClose(true);
        },
      },
    );
  return (
    <Confirm
      title="Forget this face"
      confirm="Forget it for good"
      busy={forget.isPending}
      error={forget.error}
      onCancel={() => onClose(false)}
      onConfirm={run}
    >
      <Thumbnail url={crops[0]} alt="The face to forget" size={96} />
      <Box>
        Deletes face <b>{faceId}</b> from the collection
        {photoCount > 0 &&
          `, and turns it into No match in the ${photoCount === 1 ? 'record' : `${photoCount} records`} that name it`}
        . This cannot be undone. Its crops stay until their photos are forgotten: npm run forget -- photo.
      </Box>
    </Confirm>
  );
}
