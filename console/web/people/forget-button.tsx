import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { Person } from '../../api/person.ts';
import { ConfirmForget } from './confirm-forget.tsx';
import { shortFaceId } from './short-face-id.ts';

export function ForgetButton({ person, onForgotten }: { person: Person; onForgotten?: () => void }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button
        iconName="remove"
        variant="inline-link"
        ariaLabel={`Forget ${shortFaceId(person.faceId)}`}
        onClick={() => setAsked(true)}
      >
        Forget
      </Button>
      {asked && (
        <ConfirmForget
          person={person}
          onClose={(forgotten) => {
            setAsked(false);
            if (forgotten) onForgotten?.();
          }}
        />
      )}
    </>
  );
}
