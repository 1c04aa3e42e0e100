import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useLocation } from 'wouter';
import type { RunDetail } from '../../api/run.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { Duration, ExecutionStatus, isOpen } from '../executions/execution-status.tsx';
import { photoPath } from '../photo/photo-path.ts';
import { Breadcrumbs } from '../shell/breadcrumbs.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Moment } from '../shell/moment.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { Problem } from '../shell/problem.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { conditionsOfRun, photosOfRun } from './about-run.ts';
import { RunActions } from './run-actions.tsx';
import { RunFigures } from './run-figures.tsx';
import { runPath } from './run-path.ts';
import { RunProgress } from './run-progress.tsx';
import { RunSummary } from './run-summary.tsx';
import './runs.css';

/** One run of many photos, whoever started it; its address can be sent to somebody. */
export default function RunPage({ name }: { name: string }) {
  const { list: every } = usePollEvery();
  const { data, error, refetch } = useAnswer(
    'run',
    { params: { name } },
    { every: (run) => (!run || isOpen(run) ? every : false) },
  );
  usePageTitle(`Run ${name}`);
  if (error && !data)
    return (
      <ProblemPage
        title={`Run ${name}`}
        what="This run cannot be shown"
        error={error}
        onRetry={() => refetch()}
        next={{ href: '/runs', text: 'Go to the runs' }}
      />
    );
  if (!data) return <LoadingPage />;
  const { summary, estimate, red } = data;
  return (
    <SpaceBetween size="l">
      <RunHeader run={data} />
      {error && error.status !== 0 && (
        <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />
      )}
      <WhatWentWrong run={data} />
      <RunFacts run={data} />
      <RunProgress run={data} />
      {summary && <RunSummary summary={summary} />}
      {estimate && (
        <Container
          header={
            <Header variant="h2" description="Nothing was run.">
              Estimate
            </Header>
          }
        >
          <RunFigures estimate={estimate} />
        </Container>
      )}
      {red.length > 0 && <FailedPhotos run={data} />}
    </SpaceBetween>
  );
}

const titleOf = ({ about, name }: RunDetail) => (about ? photosOfRun(about) : `Run ${name}`);

function RunHeader({ run }: { run: RunDetail }) {
  const [, go] = useLocation();
  return (
    <SpaceBetween size="xs">
      <Breadcrumbs
        items={[
          { text: 'Runs', href: '/runs' },
          { text: run.name, href: runPath(run.name) },
        ]}
      />
      <Header variant="h1" actions={<RunActions run={run} onOther={(name) => go(runPath(name))} />}>
        <span className="long-name">{titleOf(run)}</span>
      </Header>
    </SpaceBetween>
  );
}

const errorsInWords: Readonly<Record<string, string>> = {
  'States.ExceedToleratedFailureThreshold': 'More photos failed than the run tolerates',
};

/** Why it did not go to its end, and what helps. */
function WhatWentWrong({ run: { status, failure, canBeRedriven, about } }: { run: RunDetail }) {
  if (!failure) return null;
  return (
    <Alert
      type={status === 'ABORTED' ? 'warning' : 'error'}
      header={status === 'ABORTED' ? 'Stopped' : (errorsInWords[failure.error] ?? failure.error)}
    >
      {failure.cause && <p className="cause">{failure.cause}</p>}
      {!about
        ? 'Its input is none that a run takes: start another.'
        : canBeRedriven
          ? 'When what it met is mended, redrive it: only the photos that failed or never began run again.'
          : 'It cannot be redriven any more: start another.'}
    </Alert>
  );
}

function RunFacts({ run }: { run: RunDetail }) {
  const { name, status, startedAt, stoppedAt, about, executionArn } = run;
  const conditions = about ? conditionsOfRun(about) : [];
  const { count = 0, first = [] } = about?.keys ?? {};
  return (
    <Container>
      <div className="run-facts">
        <KeyValuePairs
          columns={4}
          minColumnWidth={150}
          items={[
            { label: 'Status', value: <ExecutionStatus status={status} /> },
            { label: 'Started', value: <Moment at={startedAt} /> },
            { label: 'Ended', value: stoppedAt === undefined ? '–' : <Moment at={stoppedAt} /> },
            { label: 'Duration', value: <Duration execution={run} /> },
            ...(conditions.length > 0
              ? [
                  {
                    label: 'Conditions',
                    value: conditions.map((each) => <div key={each}>{each}</div>),
                  },
                ]
              : []),
            ...(count > 1
              ? [
                  {
                    label: 'Chosen photos',
                    value: (
                      <>
                        {first.map((key) => (
                          <div key={key} className="long-name">
                            <PageLink href={photoPath(key)}>{key}</PageLink>
                          </div>
                        ))}
                        {count > first.length && `and ${(count - first.length).toLocaleString('en')} more`}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <div className="run-names">
          {copied('Name', name)}
          {copied('ARN', executionArn)}
        </div>
      </div>
    </Container>
  );
}

const copied = (label: string, text: string) => (
  <div className="long-name">
    <Box variant="awsui-key-label">{label}</Box>
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy: ${label} of the run`}
      copySuccessText="Copied"
      copyErrorText="Not copied"
    />
  </div>
);

/** Some of those that failed in a run which has no summary, or none yet. */
function FailedPhotos({ run: { red, progress } }: { run: RunDetail }) {
  return (
    <Table
      variant="container"
      items={red}
      trackBy="key"
      wrapLines
      ariaLabels={{ tableLabel: 'Photos that failed' }}
      header={
        <Header variant="h2" description={red.length < (progress?.red ?? 0) ? 'Some of them.' : undefined}>
          Photos that failed
        </Header>
      }
      columnDefinitions={[
        {
          id: 'photo',
          header: 'Photo',
          isRowHeader: true,
          cell: ({ key }) => (
            <span className="long-name">
              <PageLink href={photoPath(key)}>{key}</PageLink>
            </span>
          ),
        },
        {
          id: 'met',
          header: 'What it met',
          cell: ({ reason, cause }) => (
            <span className="long-name">
              <b>{reason}</b> {cause}
            </span>
          ),
        },
      ]}
    />
  );
}
