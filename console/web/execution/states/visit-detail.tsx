import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration } from '../../../../operations/format-time.ts';
import type { VisitStatus as Status, Visit } from '../../../api/execution.ts';
import { useAnswer } from '../../asking.ts';
import { Moment } from '../../shell/moment.tsx';
import { Problem } from '../../shell/problem.tsx';
import { JsonText } from '../json/json-text.tsx';
import { visitStatuses } from './summarise-states.ts';
import './states.css';

/** One passage through a state: its calls, and what went in and came out. */
export function VisitDetail({ execution, visit }: { execution: string; visit: Visit }) {
  const { id, status, startedAt, endedAt, calls, error } = visit;
  const open = status === 'running' || status === 'waiting';
  const { data, error: unread } = useAnswer(
    'visit',
    { params: { name: execution, id } },
    {
      // What a state that has ended was given and gave stays the same; what was read before is of one that ran.
      fresh: open ? 0 : Number.POSITIVE_INFINITY,
      every: open ? 3_000 : undefined,
      version: open ? 'open' : endedAt,
      keep: true,
    },
  );
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        minColumnWidth={150}
        items={[
          { label: 'Status', value: <VisitStatus status={status} /> },
          ...(status === 'waiting'
            ? [
                {
                  label: `Waiting for attempt ${calls.length + 1} since`,
                  value: <Moment at={endedAt} />,
                },
              ]
            : []),
          { label: 'Entered', value: <Moment at={startedAt} /> },
          {
            label: 'Duration',
            value: open ? 'Not over' : formatDuration(Date.parse(endedAt) - Date.parse(startedAt)),
          },
        ]}
      />
      {error && (
        <Box color="text-status-error">
          <b>{error.error}</b>
          <p className="cause">{error.cause}</p>
        </Box>
      )}
      {calls.length > 0 && (
        <ExpandableSection
          defaultExpanded={calls.length > 1 || calls.some((call) => call.error)}
          headerText={calls.length === 1 ? '1 call' : `${calls.length} calls`}
        >
          <Calls calls={calls} />
        </ExpandableSection>
      )}
      {unread && <Problem what="Its input and output cannot be read" error={unread} />}
      {data?.input !== undefined && (
        <ExpandableSection headerText="Input">
          <JsonText text={data.input} label="Input" />
        </ExpandableSection>
      )}
      {data?.output !== undefined && (
        <ExpandableSection headerText="Output" defaultExpanded>
          <JsonText text={data.output} label="Output" />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

/** Each call of a state's function, with what it met; every one after the first is a retry. */
function Calls({ calls }: { calls: Visit['calls'] }) {
  return (
    <ol className="calls">
      {calls.map(({ startedAt, endedAt, error }, index) => (
        <li key={startedAt + String(index)}>
          <StatusIndicator type={error ? 'error' : endedAt ? 'success' : 'in-progress'}>
            {index === 0 ? 'First call' : `Retry ${index}`}
            {endedAt && `, ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}`},{' '}
            <Moment at={startedAt} />
          </StatusIndicator>
          {error && (
            <p className="cause">
              <b>{error.error}</b> {error.cause}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

export function VisitStatus({ status }: { status: Status }) {
  const { word, type } = visitStatuses[status];
  return <StatusIndicator type={type}>{word}</StatusIndicator>;
}
