import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { RequestFailed } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import { useAction } from '../asking/use-action.ts';
import { useNotify } from '../shell/notifications.tsx';
import { ConfirmEnroll } from './confirm-enroll.tsx';
import { ReprocessButton } from './reprocess-button.tsx';

/** Somebody known by now, or a face too poor to recognise anybody by: whoever wants to, enrolls it anyway. */
const doubts = new Set(['AlreadyKnown', 'FaceNotIndexed']);

/** Puts an unknown face into the collection by one click; asks only when that is in doubt. */
export function EnrollButton({ cropKey, cropUrl }: { cropKey: string; cropUrl?: string }) {
  const notify = useNotify();
  const enroll = useAction('enroll');
  const [doubt, setDoubt] = useState<Failure>();
  const run = (anyway: boolean) =>
    enroll.mutate(
      { body: { cropKey, anyway } },
      {
        onSuccess: ({ message, key }) => {
          setDoubt(undefined);
          notify({ type: 'success', header: message, action: key && <ReprocessButton photoKey={key} /> });
        },
        onError: (error) => {
          if (error instanceof RequestFailed && doubts.has(error.failure.name)) setDoubt(error.failure);
          else notify({ type: 'error', header: 'The face was not enrolled', content: error.message });
        },
      },
    );
  return (
    <>
      <Button iconName="user-profile" wrapText={false} loading={enroll.isPending} onClick={() => run(false)}>
        Enroll
      </Button>
      {doubt !== undefined && (
        <ConfirmEnroll
          doubt={doubt}
          cropUrl={cropUrl}
          busy={enroll.isPending}
          onCancel={() => setDoubt(undefined)}
          onConfirm={() => run(true)}
        />
      )}
    </>
  );
}
