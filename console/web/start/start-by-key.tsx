import Autosuggest from '@cloudscape-design/components/autosuggest';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useAnswer, useSystem } from '../asking.ts';
import { readThreshold } from '../confirm/read-threshold.ts';
import { ThresholdField } from '../confirm/threshold-field.tsx';
import { later } from '../shell/later.tsx';
import { ConfirmStart } from './confirm-start.tsx';

const NewExecution = later(() => import('./new-execution.tsx'), null);

/** Starts an execution for a photo that is in the bucket, as one would in the AWS console. */
export function StartByKey() {
  const rawPrefix = useSystem()?.rawPrefix ?? 'photos-raw/';
  const [key, setKey] = useState('');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const [edited, setEdited] = useState(false);
  const recent =
    useAnswer('listExecutions', { query: { limit: 50 } }, { fresh: 30_000 }).data?.executions ?? [];
  const keys = [...new Set(recent.flatMap(({ photo }) => photo?.key ?? []))];
  const { threshold, error: wrong } = readThreshold(typed);
  const outside = key !== '' && !key.startsWith(rawPrefix);
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" description="For a photo that is in the bucket already.">
          Start by key
        </Header>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (key !== '' && !outside && !wrong) setAsked(true);
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={() => setEdited(true)}>
                Edit input and name
              </Button>
              <Button formAction="submit" disabled={key === '' || outside || wrong !== undefined}>
                Start execution
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <FormField
              label="Key"
              errorText={outside ? `Expected a key under ${rawPrefix}, got "${key}"` : undefined}
            >
              <Autosuggest
                value={key}
                onChange={({ detail }) => setKey(detail.value)}
                options={keys.map((value) => ({ value }))}
                enteredTextLabel={(value) => `Use "${value}"`}
                placeholder={`${rawPrefix}party.jpg`}
                empty={<Box color="text-body-secondary">No photo was processed lately</Box>}
              />
            </FormField>
            <ThresholdField value={typed} onChange={setTyped} />
          </SpaceBetween>
        </Form>
      </form>
      {asked && <ConfirmStart photoKey={key} given={{ threshold }} onClose={() => setAsked(false)} />}
      {edited && (
        <NewExecution
          input={JSON.stringify({ key: key || `${rawPrefix}party.jpg`, threshold })}
          onClose={() => setEdited(false)}
        />
      )}
    </Container>
  );
}
