import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useSystem } from '../asking.ts';
import { ConfirmReprocess } from './confirm-reprocess.tsx';

const choices = [
  {
    value: 'failed',
    label: 'Photos to repair',
    description: 'Those whose record is PARTIAL or FAILED.',
  },
  { value: 'all', label: 'All photos', description: 'For example after many people were enrolled.' },
];

/** Runs many photos of the bucket again. */
export function ReprocessMany() {
  const rawPrefix = useSystem()?.rawPrefix ?? 'photos-raw/';
  const [which, setWhich] = useState('failed');
  const [typed, setTyped] = useState<string>();
  const [asked, setAsked] = useState(false);
  const prefix = typed ?? rawPrefix;
  const outside = !prefix.startsWith(rawPrefix);
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" description="One execution per photo; running a photo again is always safe.">
          Reprocess many
        </Header>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!outside) setAsked(true);
        }}
      >
        <Form
          actions={
            <Button formAction="submit" disabled={outside}>
              Reprocess
            </Button>
          }
        >
          <SpaceBetween size="m">
            <RadioGroup
              ariaLabel="Which photos"
              value={which}
              items={choices}
              onChange={({ detail }) => setWhich(detail.value)}
            />
            <FormField
              label="Under"
              errorText={
                outside ? `Expected a prefix that begins with ${rawPrefix}, got "${prefix}"` : undefined
              }
            >
              <Input value={prefix} onChange={({ detail }) => setTyped(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Form>
      </form>
      {asked && (
        <ConfirmReprocess
          photos={which === 'failed' ? { failedUnder: prefix } : { prefix }}
          what={`${which === 'failed' ? 'the photos to repair' : 'all photos'} under ${prefix}`}
          onClose={() => setAsked(false)}
        />
      )}
    </Container>
  );
}
