import { formatDuration } from '../../../../operations/format-time.ts';
import type { Chosen } from '../use-chosen.ts';
import { describeRow } from './describe-row.ts';
import type { TimelineRow as Row, Segment } from './timeline-rows.ts';
import type { Run } from './timeline-runs.ts';

export function TimelineRow({ row, run, chosen }: { row: Row; run: Run; chosen: Chosen }) {
  const { iteration, state, status, segments } = row;
  const face = iteration === undefined ? undefined : iteration + 1;
  const isChosen = face === undefined ? state === chosen.state : face === chosen.face;
  const choose = () => {
    if (face !== undefined) chosen.chooseFace(face === chosen.face ? undefined : face);
    else chosen.chooseState(state!);
  };
  return (
    <li className={`timeline-row ${status}${isChosen ? ' chosen' : ''}`}>
      <button type="button" onClick={choose} aria-pressed={isChosen} title={describeRow(row)}>
        <span className={face === undefined ? 'timeline-name' : 'timeline-name inner'} aria-hidden="true">
          {face === undefined ? state : `Face ${face}`}
        </span>
        <span className="timeline-track" aria-hidden="true">
          {segments.map((segment) => (
            <span
              key={`${segment.kind} ${segment.from} ${segment.state}`}
              className={`segment segment-${segment.kind.replace(' ', '-')}`}
              style={placeOf(segment, run)}
              title={titleOf(segment)}
            />
          ))}
        </span>
        <span className="visually-hidden">{describeRow(row)}</span>
      </button>
    </li>
  );
}

function placeOf({ from, to }: Segment, run: Run) {
  const share = (time: number) => Math.min(100, Math.max(0, (100 * (time - run.from)) / (run.to - run.from)));
  return { left: `${share(from)}%`, width: `${share(to) - share(from)}%` };
}

function titleOf({ kind, state, from, to, attempt, error }: Segment): string {
  const what =
    kind === 'wait' ? 'waiting to try again' : attempt && attempt > 1 ? `retry ${attempt - 1}` : '';
  const met = error && `${error.error}: ${error.cause}`;
  return [state, what, formatDuration(to - from), met].filter(Boolean).join(' · ');
}
