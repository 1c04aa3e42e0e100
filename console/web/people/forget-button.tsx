import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { Person } from '../../api/person.ts';
import { useSystem } from '../asking.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { shortFaceId } from '../shell/names.ts';
import { Thumbnail } from '../shell/thumbnail.tsx';

export function ForgetButton({ person, onForgotten }: { person: Person; onForgotten?: () => void }) {
  const { faceId, crops, photoCount } = person;
  const commands = useSystem()?.commands;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        iconName="remove"
        variant="inline-link"
        ariaLabel={`Forget ${shortFaceId(faceId)}`}
        onClick={() => setAsked(true)}
      >
        Forget
      </Button>
      {asked && (
        <Confirm
          title="Forget this face"
          confirm="Forget it for good"
          action="forget"
          request={{ params: { faceId } }}
          onDone={() => {
            setAsked(false);
            onForgotten?.();
          }}
          onCancel={() => setAsked(false)}
        >
          <Thumbnail url={crops[0]} alt="The face to forget" size={96} />
          <Box>
            Deletes face <b>{faceId}</b> from the collection
            {photoCount > 0 &&
              `, and turns it into No match in the ${photoCount === 1 ? 'record' : `${photoCount} records`} that name it`}
            . This cannot be undone. Its crops stay until their photos are forgotten:{' '}
            <code>{commands?.forgetPhoto}</code>
          </Box>
        </Confirm>
      )}
    </>
  );
}
