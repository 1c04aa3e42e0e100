import Icon from '@cloudscape-design/components/icon';
import type { MapProgress, StateSummary } from '../states/summarise-states.ts';
import type { PlacedState } from './lay-out-machine.ts';
import { icons } from './state-node.tsx';

/** The Map: a frame around the states of its iterations, with how many of them have ended. */
export function MapFrame({
  state,
  summary,
  progress,
  chosen,
  onChoose,
}: {
  state: PlacedState;
  summary: StateSummary | undefined;
  progress: MapProgress | undefined;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { name, comment, x, y, width, height } = state;
  return (
    <div
      className={`map-frame ${summary?.status ?? 'not-entered'}`}
      style={{ left: x, top: y, width, height }}
    >
      <button
        type="button"
        className={chosen ? 'map-title chosen' : 'map-title'}
        title={`Map: ${comment ?? name}`}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        <span className="state-icon">
          <Icon name={summary ? icons[summary.status] : 'status-pending'} />
        </span>
        <span className="state-text">
          <span className="state-name">{name}</span>
          <span className="state-summary">
            {progress ? `${progress.done} of ${progress.total} faces done` : 'not entered'}
          </span>
        </span>
        {progress && progress.total > 0 && (
          <span className="map-progress" aria-hidden="true">
            <span style={{ width: `${(100 * progress.done) / progress.total}%` }} />
          </span>
        )}
      </button>
    </div>
  );
}
