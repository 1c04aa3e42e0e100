import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDuration } from '../../../../operations/format-time.ts';
import type { Visit } from '../../../api/execution.ts';
import { Moment } from '../../shell/moment.tsx';
import './states.css';

/** Each call of a state's function, with what it met; every one after the first is a retry. */
export function Calls({ calls }: { calls: Visit['calls'] }) {
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
