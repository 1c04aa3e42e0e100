import { arrowPath, type MachineLayout, type PlacedTransition } from './lay-out-machine.ts';
import { arrowBetween, start } from './transitions.ts';

/** The lines between states, darker where the execution went, and the points where machines begin and end. */
export function Arrows({ layout, taken }: { layout: MachineLayout; taken: ReadonlySet<string> }) {
  const { width, height, transitions, ends } = layout;
  const isTaken = ({ from, to }: PlacedTransition) => taken.has(arrowBetween(from, to));
  return (
    <svg className="graph-arrows" width={width} height={height} aria-hidden="true">
      <defs>
        {['arrow', 'arrow-taken'].map((id) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto"
          >
            <path className={`${id}-head`} d="M0 0.5 8 4 0 7.5z" />
          </marker>
        ))}
      </defs>
      {[...transitions]
        .sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)))
        .map((transition) => {
          const { from, to, kind, points, label, labelAt } = transition;
          const marker = isTaken(transition) ? 'arrow-taken' : 'arrow';
          return (
            <g key={`${from} ${to} ${points[0]?.x}`} className={`transition ${kind} ${marker}`}>
              <path d={arrowPath(points)} markerEnd={`url(#${marker})`} />
              {labelAt && (
                <text x={labelAt.x} y={labelAt.y + 4}>
                  {label}
                </text>
              )}
            </g>
          );
        })}
      {ends.map(({ name, x, y, width, height }) => (
        <g key={`${x} ${y}`} className="graph-end">
          <rect x={x} y={y} width={width} height={height} rx={height / 2} />
          <text x={x + width / 2} y={y + height / 2 + 4}>
            {name === start ? 'Start' : 'End'}
          </text>
        </g>
      ))}
    </svg>
  );
}
