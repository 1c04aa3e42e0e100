import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { functionName, functionUrl, logsUrl } from '../../../api/aws-console.ts';
import type { DrawnState, ExecutionDetail } from '../../../api/execution.ts';
import { useAnswer, useSystem } from '../../asking.ts';
import { Moment } from '../../shell/moment.tsx';
import { Problem } from '../../shell/problem.tsx';
import { JsonText } from '../json/json-text.tsx';

/** What a state calls, where that lives and what it logged, and what the definition says of the state. */
export function StateResource({ execution, state }: { execution: ExecutionDetail; state: DrawnState }) {
  const { Resource: arn } = state;
  const called = arn === undefined ? undefined : functionName(arn);
  return (
    <SpaceBetween size="s">
      {arn !== undefined && (
        <div className="resource">
          <Box variant="awsui-key-label">Resource</Box>
          <code>{arn}</code>
          <ResourceLinks execution={execution} arn={arn} />
        </div>
      )}
      {called !== undefined && <LogLines execution={execution} called={called} />}
      <ExpandableSection headerText="Definition of the state">
        <JsonText text={JSON.stringify(state)} label="Definition of the state" />
      </ExpandableSection>
    </SpaceBetween>
  );
}

/** Milliseconds around an execution: clocks differ, and a line may come late. */
const around = 60_000;

function ResourceLinks({ execution, arn }: { execution: ExecutionDetail; arn: string }) {
  const { executionArn, startedAt, stoppedAt, photo } = execution;
  if (useSystem()?.cloud !== 'aws') return null;
  const span = {
    // Functions that fail before they know the execution name its photo.
    text: photo?.key ?? executionArn,
    from: new Date(Date.parse(startedAt) - around),
    to: new Date((stoppedAt === undefined ? Date.now() : Date.parse(stoppedAt)) + around),
  };
  const links = [
    ['Function', functionUrl(arn)],
    ['Log lines in CloudWatch', logsUrl(arn, span)],
  ] as const;
  return (
    <SpaceBetween direction="horizontal" size="m">
      {links.map(
        ([text, href]) =>
          href !== undefined && (
            <Link key={text} href={href} external externalIconAriaLabel="Opens in a new tab">
              {text}
            </Link>
          ),
      )}
    </SpaceBetween>
  );
}

/** What the local cloud's function wrote about this execution. */
function LogLines({
  execution: { name, eventCount },
  called,
}: {
  execution: ExecutionDetail;
  called: string;
}) {
  const [open, setOpen] = useState(false);
  const isLocal = useSystem()?.cloud === 'local';
  const { data, error, refetch } = useAnswer(
    'logs',
    { params: { name } },
    { enabled: open && isLocal, version: String(eventCount), keep: true },
  );
  if (!isLocal) return null;
  const lines = data?.functions[called] ?? [];
  return (
    <ExpandableSection
      headerText={`Log lines of ${called}`}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {error && <Problem what="The log cannot be read" error={error} onRetry={() => refetch()} />}
      {data && lines.length === 0 && (
        <Box color="text-body-secondary">It wrote nothing that names this execution or its photo.</Box>
      )}
      {data !== undefined && data.leftOut > 0 && (
        <Box color="text-body-secondary">Earlier lines are left out.</Box>
      )}
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: focusable where it scrolls, so that the keyboard can scroll it
        <ol className="log-lines" tabIndex={0}>
          {lines.map(({ at, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log never change places
            <li key={index} className={level === 'ERROR' ? 'error' : undefined}>
              {at && <Moment at={at} />} {level} {text}
            </li>
          ))}
        </ol>
      )}
    </ExpandableSection>
  );
}
