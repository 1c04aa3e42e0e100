import { formatDuration } from '../../../../operations/format-time.ts';
import type { HistoryEvent } from '../../../api/execution.ts';
import { useAnswer } from '../../asking.ts';
import { Moment } from '../../shell/moment.tsx';
import { Problem } from '../../shell/problem.tsx';
import { JsonText } from '../json/json-text.tsx';

/** An event, and all that is told of it when it is opened. */
export function EventRow({
  execution,
  startedAt,
  event: { id, type, state, face, at, error },
  open,
  onToggle,
}: {
  execution: string;
  startedAt: string;
  event: HistoryEvent;
  open: boolean;
  onToggle: () => void;
}) {
  return (
    <>
      <tr>
        <td>{id}</td>
        <td>
          <button type="button" className="event-type" aria-expanded={open} onClick={onToggle}>
            {type}
          </button>
          {error && <div className="event-error">{error}</div>}
        </td>
        <td>
          {state ?? '–'}
          {face !== undefined && `, face ${face}`}
        </td>
        <td>{formatDuration(Date.parse(at) - Date.parse(startedAt))}</td>
        <td>
          <Moment at={at} />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5}>
            <EventDetails execution={execution} id={id} />
          </td>
        </tr>
      )}
    </>
  );
}

function EventDetails({ execution, id }: { execution: string; id: number }) {
  const { data, error } = useAnswer(
    'event',
    { params: { name: execution, id } },
    { fresh: Number.POSITIVE_INFINITY },
  );
  if (error) return <Problem what="The event cannot be read" error={error} />;
  return data ? <JsonText text={data.event} label={`Event ${id}`} /> : 'Reading';
}
