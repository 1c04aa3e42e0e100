import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import { ConfirmStart } from '../start/confirm-start.tsx';

/** Offers to run a photo again, in which somebody is known now. */
export function ReprocessButton({ photoKey }: { photoKey: string }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button onClick={() => setAsked(true)}>Reprocess {photoKey}</Button>
      {asked && <ConfirmStart photoKey={photoKey} onClose={() => setAsked(false)} />}
    </>
  );
}
