import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useLocation } from 'wouter';
import type { RunRow } from '../../api/run.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { Duration, ExecutionStatus, isOpen } from '../executions/execution-status.tsx';
import { usePages } from '../executions/use-pages.ts';
import { useWidth } from '../executions/use-width.ts';
import { Moment } from '../shell/moment.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { Problem } from '../shell/problem.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { conditionsOfRun, photosOfRun } from './about-run.ts';
import { runPath } from './run-path.ts';
import { doneInWords } from './run-progress.tsx';
import './runs.css';

/** Every run of many photos, whoever started it: here, by the command, or in the Step Functions console. */
export default function RunsPage() {
  usePageTitle('Runs');
  const [, go] = useLocation();
  const narrow = useWidth() === 'narrow';
  const { list, counts } = usePollEvery();
  const pages = usePages('runs');
  const { data, error, refetch, isPlaceholderData } = useAnswer(
    'runs',
    { query: { cursor: pages.cursor } },
    { every: (answer) => (answer?.runs.some(isOpen) ? list : counts), keep: true },
  );
  const several = pages.known > 1 || data?.cursor !== undefined;
  return (
    <SpaceBetween size="s">
      {error && error.status !== 0 && data && (
        <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />
      )}
      <Table
        variant="container"
        items={data?.runs ?? []}
        trackBy="name"
        wrapLines
        columnDefinitions={narrow ? narrowColumns : columns}
        loading={!data && !error}
        loadingText="Looking for runs"
        ariaLabels={{ tableLabel: 'Runs' }}
        header={
          <Header
            variant="h1"
            description="Each runs many photos again, an execution for each, and goes on by itself. Newest first."
            actions={
              <Button variant="primary" onClick={() => go('/start')}>
                Reprocess many
              </Button>
            }
          >
            Runs
          </Header>
        }
        pagination={
          several && (
            <Pagination
              currentPageIndex={pages.page}
              pagesCount={pages.known}
              openEnd={data?.cursor !== undefined}
              disabled={isPlaceholderData}
              onChange={({ detail }) => pages.go(detail.currentPageIndex, data?.cursor)}
            />
          )
        }
        empty={
          error ? (
            <Problem what="The runs cannot be listed" error={error} onRetry={() => refetch()} />
          ) : (
            <Box textAlign="center" padding="l">
              <Box variant="strong">No runs yet</Box>
              <Box color="text-body-secondary">
                Reprocess many photos, as after people were enrolled: the run is listed here.
              </Box>
            </Box>
          )
        }
      />
    </SpaceBetween>
  );
}

type Column = TableProps.ColumnDefinition<RunRow>;

const columns: readonly Column[] = [
  { id: 'run', header: 'Run', isRowHeader: true, minWidth: 220, cell: (run) => <RunCell run={run} /> },
  {
    id: 'status',
    header: 'Status',
    minWidth: 120,
    cell: ({ status }) => <ExecutionStatus status={status} />,
  },
  { id: 'photos', header: 'Photos', minWidth: 150, cell: (run) => <PhotosCell run={run} /> },
  { id: 'started', header: 'Started', minWidth: 120, cell: ({ startedAt }) => <Moment at={startedAt} /> },
  { id: 'duration', header: 'Duration', minWidth: 100, cell: (run) => <Duration execution={run} /> },
];

const narrowColumns: readonly Column[] = [
  {
    id: 'run',
    header: 'Run',
    isRowHeader: true,
    cell: (run) => (
      <div className="run-cell">
        <RunCell run={run} />
        <ExecutionStatus status={run.status} />
        <PhotosCell run={run} />
        <span>
          <Moment at={run.startedAt} /> · <Duration execution={run} />
        </span>
      </div>
    ),
  },
];

function RunCell({ run: { name, about } }: { run: RunRow }) {
  return (
    <div className="run-cell">
      <PageLink href={runPath(name)}>{about ? photosOfRun(about) : name}</PageLink>
      <span className="run-cell-quiet">
        {[...(about ? [name, ...conditionsOfRun(about)] : ['an input that was refused'])].join(', ')}
      </span>
    </div>
  );
}

function PhotosCell({ run }: { run: RunRow }) {
  const { progress, estimate } = run;
  if (estimate)
    return estimate.photos === 0
      ? 'None of this kind'
      : `Only counted: ${estimate.photos.toLocaleString('en')}`;
  if (!progress) return isOpen(run) ? 'Being selected' : 'None begun';
  const { red } = progress;
  return `${doneInWords(progress)}${red > 0 ? `, ${red.toLocaleString('en')} failed` : ''}`;
}
