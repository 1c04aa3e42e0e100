import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState } from 'react';
import type { ExecutionDetail } from '../../../api/execution.ts';
import { isOpen } from '../../executions/is-open.ts';
import { useNow } from '../../shell/use-now.ts';
import type { Chosen } from '../use-chosen.ts';
import { TimeAxis } from './time-axis.tsx';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelineRow } from './timeline-row.tsx';
import { timelineRows } from './timeline-rows.ts';
import { timelineRuns } from './timeline-runs.ts';
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
