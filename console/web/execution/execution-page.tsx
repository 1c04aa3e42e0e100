import SpaceBetween from '@cloudscape-design/components/space-between';
import { useAnswer } from '../asking/use-answer.ts';
import { usePollEvery } from '../asking/use-system.ts';
import { isOpen } from '../executions/is-open.ts';
import { EmptyCollectionNotice } from '../people/empty-collection-notice.tsx';
import { LoadingPage } from '../shell/loading-page.tsx';
import { Problem } from '../shell/problem.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { ExecutionFacts } from './execution-facts.tsx';
import { ExecutionHeader } from './execution-header.tsx';
import { InputAndOutput } from './input-and-output.tsx';
import { PhotoAndFaces } from './photo-and-faces.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { useChosen } from './use-chosen.ts';
import { WhatWentWrong } from './what-went-wrong.tsx';
import { Workflow } from './workflow.tsx';
import './execution.css';

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
    return <Problem what={`The execution ${name} cannot be shown`} error={error} onRetry={() => refetch()} />;
  if (!data) return <LoadingPage />;
  return (
    <SpaceBetween size="l">
      <ExecutionHeader execution={data} />
      {error && <Problem what="What is shown may be old" error={error} onRetry={() => refetch()} />}
      <WhatWentWrong execution={data} />
      {data.counts?.unmatchedCount ? <EmptyCollectionNotice /> : null}
      <ExecutionFacts execution={data} />
      <PhotoAndFaces execution={data} chosen={chosen} />
      <Workflow execution={data} chosen={chosen} />
      <Timeline execution={data} chosen={chosen} />
      <InputAndOutput execution={data} />
    </SpaceBetween>
  );
}
