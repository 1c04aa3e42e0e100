import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { RequestFailed } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import type { Answer } from '../../api/routes.ts';
import { useAction } from '../asking.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { useNotify } from '../shell/notifications.tsx';
import { Thumbnail } from '../shell/thumbnail.tsx';
import { ConfirmReprocess } from '../start/confirm-reprocess.tsx';

/** Somebody known by now, or a face too poor to recognise anybody by: whoever wants to, enrolls it anyway. */
const doubts = new Set(['AlreadyKnown', 'FaceNotIndexed']);

/** Puts an unknown face into the collection by one click; asks only when that is in doubt. */
export function EnrollButton({ cropKey, cropUrl }: { cropKey: string; cropUrl?: string }) {
  const notify = useNotify();
  const enroll = useAction('enroll');
  const [doubt, setDoubt] = useState<Failure>();
  const run = () =>
    // By then the face may have left the page, which is told all the same.
    enroll.mutateAsync({ body: { cropKey } }).then(
      (answer) => notify({ type: 'success', ...enrolledNotice(answer) }),
      ({ failure, message }: RequestFailed) => {
        if (failure && doubts.has(failure.name)) setDoubt(failure);
        else notify({ type: 'error', header: 'The face was not enrolled', content: message });
      },
    );
  return (
    <>
      <Button iconName="user-profile" wrapText={false} loading={enroll.isPending} onClick={run}>
        Enroll
      </Button>
      {doubt && (
        <Confirm
          title={doubt.name === 'AlreadyKnown' ? 'Already known' : 'A poor picture'}
          confirm="Enroll anyway"
          action="enroll"
          request={{ body: { cropKey, anyway: true } }}
          notice={enrolledNotice}
          onDone={() => setDoubt(undefined)}
          onCancel={() => setDoubt(undefined)}
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
      )}
    </>
  );
}

const enrolledNotice = ({ message, key }: Answer<'enroll'>) => ({
  header: message,
  action: key && <ReprocessButton photoKey={key} />,
});

/** Offers to run a photo again, in which somebody is known now. */
function ReprocessButton({ photoKey }: { photoKey: string }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button onClick={() => setAsked(true)}>Reprocess {photoKey}</Button>
      {asked && (
        <ConfirmReprocess input={{ keys: [photoKey] }} what={photoKey} onClose={() => setAsked(false)} />
      )}
    </>
  );
}
