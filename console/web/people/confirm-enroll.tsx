import Box from '@cloudscape-design/components/box';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { Thumbnail } from '../photos/thumbnail.tsx';

/** Asks before somebody gets a second face in the collection. */
export function ConfirmEnroll({
  message,
  cropUrl,
  busy,
  onCancel,
  onConfirm,
}: {
  message: string;
  cropUrl?: string;
  busy: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  return (
    <Confirm
      title="Already known"
      confirm="Enroll anyway"
      busy={busy}
      onCancel={onCancel}
      onConfirm={onConfirm}
    >
      <Thumbnail url={cropUrl} alt="The face to enroll" size={96} />
      <Box>{message}</Box>
      <Box color="text-body-secondary">
        Reprocess the photo instead, and the face is a match. Enrolled again, it becomes another person of its
        own.
      </Box>
      <CostNotice plan={{ action: 'enroll', faces: 1 }} />
    </Confirm>
  );
}
