import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { executionNameForm } from '../../api/execution-name.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { CostNotice } from '../confirm/cost-notice.tsx';
import { indented } from '../execution/json/json-tokens.ts';
import { executionPath } from '../executions/execution-path.ts';

/** Starts an execution with an input to edit and a name of one's own, as the AWS console does. */
export default function NewExecution({ input, onClose }: { input: string; onClose: () => void }) {
  const [, go] = useLocation();
  const [text, setText] = useState(() => indented(input));
  const [name, setName] = useState('');
  const { key, error } = readKey(text);
  // Not asked with every letter that is typed.
  const [priced, setPriced] = useState(key);
  const wrongName = name === '' ? undefined : executionNameForm.safeParse(name).error?.issues[0]?.message;
  return (
    <Confirm
      title="New execution"
      confirm="Start execution"
      action="startNamed"
      request={{ body: { input: text, ...(name !== '' && { name }) } }}
      impossible={error !== undefined || wrongName !== undefined}
      onDone={({ execution }) => {
        onClose();
        go(executionPath(execution));
      }}
      onCancel={onClose}
    >
      <FormField
        label={
          <>
            Name <i>- optional</i>
          </>
        }
        description="Empty for one that is made of the photo and the time."
        errorText={wrongName}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField
        label="Input"
        description="JSON with the key of a photo in the bucket, and if wanted a threshold."
        errorText={error}
      >
        <Textarea
          value={text}
          rows={7}
          spellcheck={false}
          onBlur={() => setPriced(key)}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
      <Box>If the photo has a record, it is replaced.</Box>
      {priced !== undefined && <CostNotice plan={{ action: 'start', key: priced }} />}
    </Confirm>
  );
}

/** The photo's key in an input as typed, or what is wrong with it as far as the page knows: the server knows more. */
function readKey(text: string): { key?: string; error?: string } {
  try {
    const { key } = JSON.parse(text) ?? {};
    return typeof key === 'string' && key !== ''
      ? { key }
      : { error: 'Expected an object with the "key" of a photo' };
  } catch (error) {
    return { error: `Expected JSON: ${(error as Error).message}` };
  }
}
