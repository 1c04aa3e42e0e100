import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState } from 'react';
import { formatDuration } from '../../../../operations/format-time.ts';
import type { ExecutionDetail } from '../../../api/execution.ts';
import { isOpen } from '../../executions/execution-status.tsx';
import { useNow } from '../../shell/moment.tsx';
import type { Chosen } from '../use-chosen.ts';
import { describeRow, type TimelineRow as Row, type Segment, timelineRows } from './timeline-rows.ts';
import { formatTick, type Run, timelineRuns, timeTicks } from './timeline-scale.ts';
import './timeline.css';

/** When each state ran, with every call of its function and every wait before a retry. */
export function Timeline({ execution, chosen }: { execution: ExecutionDetail; chosen: Chosen }) {
  const now = useNow(isOpen(execution));
  const [picked, setPicked] = useState<string>();
  const rows = timelineRows(execution.visits, now);
  if (rows.length === 0) return null;
  const runs = timelineRuns(
    execution,
    rows.flatMap(({ segments }) => segments.flatMap(({ from, to }) => [from, to])),
    now,
  );
  const run = runs.find(({ label }) => label === picked) ?? runs.at(-1)!;
  const inRun = rows.filter(({ segments }) =>
    segments.some(({ from, to }) => to >= run.from && from <= run.to),
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Every call, and every wait before a retry. Choose a row to see what happened in it."
          actions={
            runs.length > 1 && (
              <SegmentedControl
                label="Run"
                selectedId={run.label}
                options={runs.map(({ label }) => ({ id: label, text: label }))}
                onChange={({ detail }) => setPicked(detail.selectedId)}
              />
            )
          }
        >
          Timeline
        </Header>
      }
    >
      <TimelineLegend />
      <div className="timeline-scroll">
        <div className="timeline">
          <TimeAxis duration={run.to - run.from} />
          <ol className="timeline-rows">
            {inRun.map((row) => (
              <TimelineRow key={row.id} row={row} run={run} chosen={chosen} />
            ))}
          </ol>
        </div>
      </div>
    </Container>
  );
}

const kinds = [
  ['call', 'Call'],
  ['failed-call', 'Call that failed, or was stopped'],
  ['open', 'Still going on'],
  ['wait', 'Wait before a retry'],
  ['state', 'State without a call'],
] as const;

function TimelineLegend() {
  return (
    <ul className="timeline-legend">
      {kinds.map(([kind, words]) => (
        <li key={kind}>
          <span className={`segment segment-${kind}`} />
          {words}
        </li>
      ))}
    </ul>
  );
}

/** Times since the run began, which stay in sight while the rows scroll, and their lines down through all rows. */
function TimeAxis({ duration }: { duration: number }) {
  const ticks = timeTicks(duration).map((time) => ({ time, left: `${(100 * time) / duration}%` }));
  return (
    <>
      <div className="time-axis" aria-hidden="true">
        <div>
          {ticks.map(({ time, left }) => (
            <span key={time} style={{ left }}>
              {formatTick(time)}
            </span>
          ))}
        </div>
      </div>
      <div className="time-lines" aria-hidden="true">
        {ticks.map(({ time, left }) => (
          <span key={time} style={{ left }} />
        ))}
      </div>
    </>
  );
}

function TimelineRow({ row, run, chosen }: { row: Row; run: Run; chosen: Chosen }) {
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
