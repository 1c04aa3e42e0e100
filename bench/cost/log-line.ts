import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** As the state machine logs an event at level ALL without execution data. */
export function logLineOf(event: HistoryEvent, executionArn: string): string {
  const { id, previousEventId, type, timestamp, ...details } = event;
  return JSON.stringify({
    id: String(id),
    type,
    details: withoutData(Object.values(details)[0] ?? {}),
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp!.getTime()),
    execution_arn: executionArn,
    redrive_count: '0',
  });
}

const data = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters'];

const withoutData = (details: object) =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !data.includes(name)));
