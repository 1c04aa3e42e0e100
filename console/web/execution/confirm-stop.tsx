import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { Confirm } from '../confirm/confirm.tsx';

/** Asks why an execution is stopped, and stops it. */
export function ConfirmStop({ name, onClose }: { name: string; onClose: () => void }) {
  const [cause, setCause] = useState('');
  return (
    <Confirm
      title="Stop execution"
      action="stop"
      request={{ params: { name }, body: { cause } }}
      onDone={onClose}
      onCancel={onClose}
    >
      <Box>
        It ends as Aborted and writes no record; the photo keeps the record that it has. Afterwards it can be
        redriven, which goes on where it stopped.
      </Box>
      <FormField
        label={
          <>
            Cause <i>- optional</i>
          </>
        }
        description="Why, for whoever looks at it later."
      >
        <Input
          value={cause}
          placeholder="Stopped in the console"
          onChange={({ detail }) => setCause(detail.value.slice(0, 1024))}
        />
      </FormField>
    </Confirm>
  );
}
