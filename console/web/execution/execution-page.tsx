import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ExecutionDetail } from '../../api/execution.ts';
import { exportUrl } from '../../api/export.ts';
import { useAnswer, usePollEvery } from '../asking.ts';
import { isOpen } from '../executions/execution-status.tsx';
import { EmptyCollectionNotice } from '../people/empty-collection-notice.tsx';
import { Breadcrumbs } from '../shell/breadcrumbs.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { usePhotoName } from '../shell/names.ts';
import { Problem } from '../shell/problem.tsx';
import { ProblemPage } from '../shell/problem-page.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ExecutionActions } from './execution-actions.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { HistoryAndDefinition } from './history/history-and-definition.tsx';
import { JsonText } from './json/json-text.tsx';
import { PhotoAndFaces } from './photo-and-faces.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { useChosen } from './use-chosen.ts';
import { Workflow } from './workflow.tsx';
import './execution.css';
import { executionPath } from '../executions/execution-path.ts';
import { photoPath } from '../photo/photo-path.ts';

export default function ExecutionPage({ name }: { name: string }) {
  const { execution: every } = usePollEvery();
  const chosen = useChosen();
  const { data, error, refetch } = useAnswer(
    'execution',
    { params: { name } },
    { every: (execution) => (!execution || isOpen(execution) ? every : false) },
  );
  usePageTitle(data?.photo?.key ?? name);
  if (error && !data)
    return (
      <ProblemPage
        title={`Execution ${name}`}
        what="This execution cannot be shown"
        error={error}
        onRetry={() => refetch()}
        next={{ href: '/', text: 'Go to the executions' }}
      />
    );
  if (!data) return <LoadingPage />;
  return (
    <SpaceBetween size="l">
      <ExecutionHeader execution={data} />
      {error && error.status !== 0 && (
        <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />
      )}
      <WhatWentWrong execution={data} />
      {data.counts?.unmatchedCount ? <EmptyCollectionNotice /> : null}
      <ExecutionFacts execution={data} />
      <PhotoAndFaces execution={data} chosen={chosen} />
      <Workflow execution={data} chosen={chosen} />
      <Timeline execution={data} chosen={chosen} />
      <InputAndOutput execution={data} />
      <HistoryAndDefinition execution={data} />
    </SpaceBetween>
  );
}

function ExecutionHeader({ execution }: { execution: ExecutionDetail }) {
  const { name, photo } = execution;
  const title = usePhotoName(photo?.key ?? name);
  return (
    <SpaceBetween size="xs">
      <Breadcrumbs
        items={[
          { text: 'Executions', href: '/' },
          ...(photo ? [{ text: title, href: photoPath(photo.key) }] : []),
          { text: photo ? 'Execution' : title, href: executionPath(name) },
        ]}
      />
      <Header variant="h1" actions={<ExecutionActions execution={execution} />}>
        <span className="long-name">{title}</span>
      </Header>
    </SpaceBetween>
  );
}

/** Why the execution did not succeed, and what helps. Nothing when it did, or while it runs. */
function WhatWentWrong({ execution }: { execution: ExecutionDetail }) {
  const { status, error, remedy, superseded } = execution;
  const since = superseded && (
    <Alert type="info" header="A later execution has recorded this photo">
      What this one found is shown below, and is not in the record.
    </Alert>
  );
  if (!error && !remedy) return since || null;
  return (
    <>
      {since}
      <Alert
        type={status === 'ABORTED' ? 'warning' : 'error'}
        header={error?.error || (status === 'ABORTED' ? 'Stopped' : 'Failed')}
      >
        {error?.cause && <p className="cause">{error.cause}</p>}
        {remedy?.explanation}
      </Alert>
    </>
  );
}

function InputAndOutput({ execution: { name, input, output } }: { execution: ExecutionDetail }) {
  const headerOf = (title: string, what: 'input' | 'output') => (
    <Header
      variant="h2"
      actions={
        <Button href={exportUrl(name, what)} download iconName="download" ariaLabel={`Export ${what}`}>
          Export
        </Button>
      }
    >
      {title}
    </Header>
  );
  return (
    <div className="side-by-side">
      <Container fitHeight header={headerOf('Input', 'input')}>
        <JsonText text={input} label="Input of the execution" />
      </Container>
      <Container
        fitHeight
        header={output === undefined ? <Header variant="h2">Output</Header> : headerOf('Output', 'output')}
      >
        {output === undefined ? 'None' : <JsonText text={output} label="Output of the execution" />}
      </Container>
    </div>
  );
}
