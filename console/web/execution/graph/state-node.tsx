import Icon from '@cloudscape-design/components/icon';
import type { VisitStatus } from '../../../api/execution.ts';
import {
  mapProgress,
  progressInShort,
  type StateSummary,
  summaryInShort,
} from '../states/summarise-states.ts';
import type { PlacedState } from './lay-out-machine.ts';

interface Drawn {
  readonly state: PlacedState;
  /** Undefined when the execution did not come here. */
  readonly summary: StateSummary | undefined;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** One state: its name, what kind it is, and what became of it in a word or in numbers. */
export function StateNode({ state, summary, chosen, onChoose }: Drawn) {
  const { name, type, comment, x, y, width, height } = state;
  return (
    <button
      type="button"
      className={`state ${statusOf(summary)}${chosen ? ' chosen' : ''}`}
      style={{ left: x, top: y, width, height }}
      title={`${type}: ${comment ?? name}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <NameAndSummary name={name} summary={summary} words={summary && summaryInShort(summary)} />
    </button>
  );
}

/** The Map: a frame around the states of its iterations, with how many of them have ended. */
export function MapFrame({ state, summary, chosen, onChoose }: Drawn) {
  const { name, comment, x, y, width, height } = state;
  // One that was only just entered again does not tell yet.
  const progress = summary?.visits.map(mapProgress).findLast((its) => its !== undefined);
  return (
    <div className={`map-frame ${statusOf(summary)}`} style={{ left: x, top: y, width, height }}>
      <button
        type="button"
        className={chosen ? 'map-title chosen' : 'map-title'}
        title={`Map: ${comment ?? name}`}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        <NameAndSummary name={name} summary={summary} words={progress && progressInShort(progress)} />
        {progress && progress.total > 0 && (
          <span className="map-progress" aria-hidden="true">
            <span style={{ width: `${(100 * progress.done) / progress.total}%` }} />
          </span>
        )}
      </button>
    </div>
  );
}

const NameAndSummary = ({
  name,
  summary,
  words,
}: Pick<Drawn, 'summary'> & { name: string; words?: string }) => (
  <>
    <span className="state-icon">
      <Icon name={icons[statusOf(summary)]} />
    </span>
    <span className="state-text">
      <span className="state-name">{name}</span>
      <span className="state-summary">{words ?? 'not entered'}</span>
    </span>
  </>
);

const statusOf = (summary: StateSummary | undefined) => summary?.status ?? 'not-entered';

const icons = {
  'not-entered': 'status-pending',
  running: 'status-in-progress',
  waiting: 'status-pending',
  succeeded: 'status-positive',
  caught: 'status-warning',
  failed: 'status-negative',
  aborted: 'status-stopped',
} as const satisfies Record<VisitStatus | 'not-entered', string>;
