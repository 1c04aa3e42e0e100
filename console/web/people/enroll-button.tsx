import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { RequestFailed } from '../../api/client.ts';
import { useAction } from '../asking/use-action.ts';
import { useNotify } from '../shell/notifications.tsx';
import { ConfirmEnroll } from './confirm-enroll.tsx';
import { ReprocessButton } from './reprocess-button.tsx';

/** Puts an unknown face into the collection by one click; asks only when it is somebody known by now. */
export function EnrollButton({ cropKey, cropUrl }: { cropKey: string; cropUrl?: string }) {
  const notify = useNotify();
  const enroll = useAction('enroll');
  const [known, setKnown] = useState<string>();
  const run = (anyway: boolean) =>
    enroll.mutate(
      { body: { cropKey, anyway } },
      {
        onSuccess: ({ message, key }) => {
          setKnown(undefined);
          notify({ type: 'success', header: message, action: key && <ReprocessButton photoKey={key} /> });
        },
        onError: (error) => {
          if (error instanceof RequestFailed && error.failure.name === 'AlreadyKnown')
            setKnown(error.message);
          else notify({ type: 'error', header: 'The face was not enrolled', content: error.message });
        },
      },
    );
  return (
    <>
      <Button iconName="user-profile" wrapText={false} loading={enroll.isPending} onClick={() => run(false)}>
        Enroll
      </Button>
      {known !== undefined && (
        <ConfirmEnroll
          message={known}
          cropUrl={cropUrl}
          busy={enroll.isPending}
          onCancel={() => setKnown(undefined)}
          onConfirm={() => run(true)}
        />
      )}
    </>
  );
}
