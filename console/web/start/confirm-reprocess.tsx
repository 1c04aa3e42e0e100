import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';
import type { RunInput, RunStarted } from '../../api/run.ts';
import { useAnswer } from '../asking.ts';
import { Confirm } from '../confirm/confirm.tsx';
import { readThreshold } from '../confirm/read-threshold.ts';
import { ThresholdField } from '../confirm/threshold-field.tsx';
import { RunFigures } from '../runs/run-figures.tsx';
import { runPath } from '../runs/run-path.ts';
import { PageLink } from '../shell/page-link.tsx';
import { Problem } from '../shell/problem.tsx';
import { readTolerated, ToleratedField } from './tolerated-field.tsx';

/** Asks before photos are run again, by a run of ReprocessPhotos with an execution for each. */
export function ConfirmReprocess({
  input,
  what,
  thresholds = [],
  onClose,
}: {
  /** Which photos. */
  input: RunInput;
  /** The photos in words. */
  what: string;
  /** In the inputs of the executions that are repeated; undefined for the deployed one. */
  thresholds?: readonly (number | undefined)[];
  /** With the run that was started; without one when none was. */
  onClose: (run?: RunStarted) => void;
}) {
  const distinct = [...new Set(thresholds)];
  const repeated = distinct.length === 1 ? distinct[0] : undefined;
  const varied = distinct.length > 1 ? distinct.filter((each) => each !== undefined) : [];
  const [typed, setTyped] = useState(String(repeated ?? ''));
  const { threshold, error: wrong } = readThreshold(typed);
  const [tolerated, setTolerated] = useState('');
  const { toleratedFailures, error: wrongTolerated } = readTolerated(tolerated);
  const { data, error, refetch } = useAnswer('estimateRun', { body: { input } }, { fresh: 30_000 });
  return (
    <Confirm
      title="Reprocess"
      action="startRun"
      request={{
        body: {
          input: {
            ...input,
            ...(threshold !== undefined && { threshold }),
            ...(toleratedFailures !== undefined && { toleratedFailures }),
          },
        },
      }}
      impossible={wrong !== undefined || wrongTolerated !== undefined || data?.photos === 0}
      notice={({ run }) => ({
        header: `Reprocessing ${what}`,
        content: (
          <PageLink href={runPath(run)} color="inverted">
            Watch the run {run}
          </PageLink>
        ),
      })}
      onDone={onClose}
      onCancel={() => onClose()}
    >
      <Box>
        Runs <b className="long-name">{what}</b> again, by an execution each, which replaces the photo’s
        record. The run goes on by itself, whether this page is open or not.
      </Box>
      {error ? (
        <Problem what="What it costs cannot be said" error={error} onRetry={() => refetch()} />
      ) : data ? (
        <RunFigures estimate={data} />
      ) : (
        <Box color="text-status-inactive">
          <Spinner /> Counting photos and faces
        </Box>
      )}
      <ThresholdField value={typed} onChange={setTyped} repeated={repeated} varied={varied} />
      {data && data.photos > 1 && (
        <ToleratedField value={tolerated} onChange={setTolerated} usual={data.toleratedFailures} />
      )}
    </Confirm>
  );
}
