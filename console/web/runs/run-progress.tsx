import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration } from '../../../operations/format-time.ts';
import type { RunDetail } from '../../api/run.ts';
import { isOpen } from '../executions/execution-status.tsx';
import { PageLink } from '../shell/page-link.tsx';

/** How far a run has come. Nothing for one that never began with its photos. */
export function RunProgress({ run }: { run: RunDetail }) {
  const { progress, rate, namesOfPhotos } = run;
  const goesOn = isOpen(run);
  if (!progress && !goesOn) return null;
  const executions = (
    <PageLink href={`/?search=${encodeURIComponent(namesOfPhotos)}`}>Executions of its photos</PageLink>
  );
  return (
    <Container
      header={
        <Header variant="h2" actions={progress && executions}>
          Progress
        </Header>
      }
    >
      {progress ? (
        <SpaceBetween size="m">
          <ProgressBar
            ariaLabel="Progress"
            value={(100 * doneOf(progress)) / progress.photos}
            status={goesOn ? 'in-progress' : run.status === 'SUCCEEDED' ? 'success' : 'error'}
            resultText={doneInWords(progress)}
          />
          <KeyValuePairs
            columns={4}
            minColumnWidth={150}
            items={[
              ...(goesOn
                ? [
                    { label: 'Done', value: doneInWords(progress) },
                    { label: 'Failed so far', value: number(progress.red) },
                    { label: 'Running now', value: number(progress.open) },
                    { label: 'Photos a second', value: rate ? rate.photosPerSecond.toFixed(1) : '–' },
                    { label: 'Time left', value: rate ? formatDuration(rate.secondsLeft * 1000) : '–' },
                  ]
                : [
                    {
                      label: run.status === 'SUCCEEDED' ? 'Failed' : 'Failed or stopped',
                      value: number(progress.red),
                    },
                    { label: 'Never begun', value: number(progress.photos - doneOf(progress)) },
                  ]),
            ]}
          />
        </SpaceBetween>
      ) : (
        <StatusIndicator type="in-progress">Selecting the photos</StatusIndicator>
      )}
    </Container>
  );
}

type Counts = NonNullable<RunDetail['progress']>;

const doneOf = ({ green, red }: Counts) => green + red;

/** `412 of 1,000 photos` */
export const doneInWords = (counts: Counts): string =>
  `${number(doneOf(counts))} of ${number(counts.photos)} ${counts.photos === 1 ? 'photo' : 'photos'}`;

const number = (value: number) => value.toLocaleString('en');
