import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useSystem } from '../asking.ts';
import { ConfirmReprocess } from './confirm-reprocess.tsx';
import type { Upload } from './upload-list.ts';
import { useUploads } from './uploads.tsx';

/** What becomes of photos that are there already, one or all of them. */
export function ExistingChoice({ uploads }: { uploads: readonly Upload[] }) {
  const { tell } = useUploads();
  const rawPrefix = useSystem()?.rawPrefix ?? 'photos-raw/';
  const [asked, setAsked] = useState(false);
  const ids = uploads.map(({ id }) => id);
  const [first] = uploads;
  const one = uploads.length === 1;
  const of = one ? first!.name : 'all of them';
  const keyOf = ({ name }: Upload) => `${rawPrefix}${name}`;
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          variant="inline-link"
          ariaLabel={`Replace ${of}`}
          onClick={() => tell({ type: 'again', ids, existing: 'replace' })}
        >
          Replace
        </Button>
        <Button variant="inline-link" ariaLabel={`Reprocess ${of} instead`} onClick={() => setAsked(true)}>
          Reprocess instead
        </Button>
        <Button
          variant="inline-link"
          ariaLabel={`Keep both of ${of}`}
          onClick={() => tell({ type: 'again', ids, existing: 'keep both' })}
        >
          Keep both
        </Button>
        <Button variant="inline-link" ariaLabel={`Skip ${of}`} onClick={() => tell({ type: 'skip', ids })}>
          Skip
        </Button>
      </SpaceBetween>
      {asked && (
        <ConfirmReprocess
          input={{ keys: uploads.slice(0, mostKeys).map(keyOf) }}
          what={one ? keyOf(first!) : `${Math.min(mostKeys, uploads.length)} photos that are in the bucket`}
          onClose={(run) => {
            setAsked(false);
            if (!run) return;
            const { namesOfPhotos: batch, startedAt } = run;
            tell({ type: 'reprocessed', ids: ids.slice(0, mostKeys), batch, startedAt, keyOf });
          }}
        />
      )}
    </>
  );
}

/** Of one run. */
const mostKeys = 1_000;

/** Offers one answer for all photos that are there already. Nothing where there are none, or only one. */
export function ExistingPhotos({ uploads }: { uploads: readonly Upload[] }) {
  if (uploads.length < 2) return null;
  return (
    <Alert type="warning" header={`${uploads.length} photos are in the bucket already`}>
      <p className="existing-what">
        Replace writes the new bytes over the old ones, keep both gives the new ones a number, and reprocess
        runs the photos that are there. Choose for each in the list, or for all:
      </p>
      <ExistingChoice uploads={uploads} />
    </Alert>
  );
}
