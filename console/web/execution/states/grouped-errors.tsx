import type { Visit } from '../../../api/execution.ts';
import { groupErrors } from './group-errors.ts';
import './states.css';

/** What the calls of these visits met, each error once. */
export function GroupedErrors({ visits }: { visits: readonly Visit[] }) {
  const groups = groupErrors(visits);
  if (groups.length === 0) return null;
  return (
    <ul className="errors">
      {groups.map(({ error, count, cause }) => (
        <li key={error}>
          <b>
            {error}
            {count > 1 && ` ×${count}`}
          </b>
          {cause && <div className="cause">{cause}</div>}
        </li>
      ))}
    </ul>
  );
}
