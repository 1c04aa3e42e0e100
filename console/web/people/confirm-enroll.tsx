import Box from '@cloudscape-design/components/box';
import type { Failure } from '../../api/failure.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { Thumbnail } from '../photos/thumbnail.tsx';

/** Asks before somebody gets a second face in the collection, or one by which nobody can be recognised. */
export function ConfirmEnroll({
  doubt,
  cropUrl,
  busy,
  onCancel,
  onConfirm,
}: {
  doubt: Failure;
  cropUrl?: string;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  return (
    <Confirm
      title={doubt.name === 'AlreadyKnown' ? 'Already known' : 'A poor picture'}
      confirm="Enroll anyway"
      busy={busy}
      onCancel={onCancel}
      onConfirm={onConfirm}
    >
      <Thumbnail url={cropUrl} alt="The face to enroll" size={96} />
      <Box>{doubt.message}</Box>
      <Box color="text-body-secondary">
        {doubt.name === 'AlreadyKnown'
          ? 'Reprocess the photo instead, and the face is a match. Enrolled again, it becomes another person of its own.'
          : doubt.whatToDo}
      </Box>
      <CostNotice plan={{ action: 'enroll', faces: 1 }} />
    </Confirm>
  );
}
