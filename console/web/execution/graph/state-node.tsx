import Icon from '@cloudscape-design/components/icon';
import type { VisitStatus } from '../../../api/execution.ts';
import type { StateSummary } from '../states/summarise-states.ts';
import type { PlacedState } from './lay-out-machine.ts';
import { summaryInShort } from './summary-in-short.ts';

/** One state: its name, what kind it is, and what became of it in a word or in numbers. */
export function StateNode({
  state,
  summary,
  chosen,
  onChoose,
}: {
  state: PlacedState;
  summary: StateSummary | undefined;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { name, type, comment, x, y, width, height } = state;
  return (
    <button
      type="button"
      className={`state ${summary?.status ?? 'not-entered'}${chosen ? ' chosen' : ''}`}
      style={{ left: x, top: y, width, height }}
      title={`${type}: ${comment ?? name}`}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      <span className="state-icon">
        {summary ? <Icon name={icons[summary.status]} /> : <Icon name="status-pending" />}
      </span>
      <span className="state-text">
        <span className="state-name">{name}</span>
        <span className="state-summary">{summary ? summaryInShort(summary) : 'not entered'}</span>
      </span>
    </button>
  );
}

export const icons = {
  running: 'status-in-progress',
  succeeded: 'status-positive',
  caught: 'status-warning',
  failed: 'status-negative',
  aborted: 'status-stopped',
} as const satisfies Record<VisitStatus, string>;
