import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import DateInput from '@cloudscape-design/components/date-input';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSystem } from '../asking.ts';
import { conditionsOfRun, photosOfRun } from '../runs/about-run.ts';
import { runPath } from '../runs/run-path.ts';
import { useAddress } from '../shell/address.ts';
import { PageLink } from '../shell/page-link.tsx';
import { ConfirmReprocess } from './confirm-reprocess.tsx';
import { type ManyPhotos, readManyPhotos } from './many-photos.ts';

const choices = [
  { value: 'failed', label: 'Photos to repair', description: 'Those whose record is PARTIAL or FAILED.' },
  { value: 'all', label: 'All photos', description: 'For example after many people were enrolled.' },
  { value: 'keys', label: 'Chosen photos', description: 'By their keys.' },
];

const fields = ['which', 'under', 'keys', 'since', 'before', 'faceModel'] as const;

/** Runs many photos of the bucket again. What is typed stands in the address: it can be sent to who is to start it. */
export function ReprocessMany() {
  const system = useSystem();
  const rawPrefix = system?.rawPrefix ?? 'photos-raw/';
  const model = system?.collection.faceModelVersion;
  const [, go] = useLocation();
  const [address, changeAddress] = useAddress();
  const [typed, setTyped] = useState<ManyPhotos>(() =>
    Object.fromEntries(fields.flatMap((field) => (address.has(field) ? [[field, address.get(field)!]] : []))),
  );
  const [asked, setAsked] = useState(false);
  const change = (changed: ManyPhotos) => setTyped((before) => ({ ...before, ...changed }));
  const { which = 'failed', under = rawPrefix, keys = '', since = '', before = '', faceModel = '' } = typed;
  const { input, wrong = {} } = readManyPhotos(typed, rawPrefix);
  const about = input && { ...input, keys: input.keys && { count: input.keys.length, first: input.keys } };
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          description="One run with an execution for each photo; running a photo again is always safe."
          actions={<PageLink href="/runs">All runs</PageLink>}
        >
          Reprocess many
        </Header>
      }
    >
      <form
        // Not with every letter: browsers bound how often an address changes.
        onBlur={() => changeAddress({ ...typed }, { replace: true })}
        onSubmit={(event) => {
          event.preventDefault();
          if (input) setAsked(true);
        }}
      >
        <Form
          actions={
            <Button formAction="submit" disabled={!input}>
              Reprocess
            </Button>
          }
        >
          <SpaceBetween size="m">
            <RadioGroup
              ariaLabel="Which photos"
              value={which}
              items={choices}
              onChange={({ detail }) => change({ which: detail.value })}
            />
            {which === 'keys' ? (
              <FormField label="Keys" description="One in a line." errorText={wrong.keys}>
                <Textarea
                  value={keys}
                  rows={4}
                  spellcheck={false}
                  placeholder={`${rawPrefix}party.jpg`}
                  onChange={({ detail }) => change({ keys: detail.value })}
                />
              </FormField>
            ) : (
              <FormField label="Under" errorText={wrong.under}>
                <Input value={under} onChange={({ detail }) => change({ under: detail.value })} />
              </FormField>
            )}
            <ExpandableSection
              headerText="Only some of these"
              defaultExpanded={[since, before, faceModel].some((given) => given !== '')}
            >
              <SpaceBetween size="m">
                <FormField label="Last matched on this day or later" errorText={wrong.since}>
                  <DateInput
                    value={since}
                    placeholder="YYYY/MM/DD"
                    onChange={({ detail }) => change({ since: detail.value })}
                  />
                </FormField>
                <FormField
                  label="Last matched before this day"
                  description="In UTC, as the other. A photo that was never matched is left out."
                  errorText={wrong.before}
                >
                  <DateInput
                    value={before}
                    placeholder="YYYY/MM/DD"
                    onChange={({ detail }) => change({ before: detail.value })}
                  />
                </FormField>
                <FormField
                  label="Searched with another face model than"
                  description={
                    model === undefined
                      ? 'After Rekognition has another one, everything must be matched again.'
                      : `The collection has ${model}. After Rekognition has another one, everything must be matched again.`
                  }
                >
                  <Input
                    value={faceModel}
                    placeholder={model}
                    onChange={({ detail }) => change({ faceModel: detail.value })}
                  />
                </FormField>
              </SpaceBetween>
            </ExpandableSection>
          </SpaceBetween>
        </Form>
      </form>
      {asked && input && about && (
        <ConfirmReprocess
          input={input}
          what={[photosOfRun(about), ...conditionsOfRun(about)].join(', ')}
          onClose={(run) => {
            setAsked(false);
            if (run) go(runPath(run.run));
          }}
        />
      )}
    </Container>
  );
}
