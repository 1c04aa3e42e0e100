import { useEffect, useMemo } from 'react';
import type { DrawnDefinition } from '../../../api/execution.ts';
import { useSize } from '../../shell/use-size.ts';
import type { StateSummary } from '../states/summarise-states.ts';
import { Arrows } from './arrows.tsx';
import { layOutMachine } from './lay-out-machine.ts';
import { MapFrame, StateNode } from './state-node.tsx';
import './graph.css';

/** Pixels that stay free beside a state in sight. */
const margin = 12;

/** Below, its words are too small to read, and it scrolls. */
const smallestScale = 0.75;

/** The state machine as its definition has it, with what became of each state. */
export default function WorkflowGraph({
  definition,
  summaries,
  taken,
  chosen,
  onChoose,
}: {
  definition: DrawnDefinition;
  summaries: ReadonlyMap<string, StateSummary>;
  /** By arrowBetween. */
  taken: ReadonlySet<string>;
  /** The name of a state. */
  chosen?: string;
  onChoose: (state: string) => void;
}) {
  const layout = useMemo(() => layOutMachine(definition), [definition]);
  const [scroll, room] = useSize<HTMLElement>();
  const scale = room ? Math.max(smallestScale, Math.min(1, room.width / layout.width)) : 1;
  const told = layout.states.find(({ name }) => name === chosen);
  useEffect(() => {
    // Where there is no room for all of it, what is told beside it is in sight, and else its beginning: the branch of
    // photos that are well.
    if (!scroll.current || !room || !told) return;
    const [left, right] = [told.x * scale - margin, (told.x + told.width) * scale + margin];
    const { scrollLeft } = scroll.current;
    scroll.current.scrollLeft = Math.min(left, Math.max(scrollLeft, right - room.width));
  }, [scroll, room, told, scale]);
  const maps = new Set(layout.states.flatMap(({ map }) => map ?? []));
  return (
    // Focusable where it scrolls, so that the keyboard can scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
    <section ref={scroll} className="graph-scroll" aria-label="State machine" tabIndex={0}>
      <div className="graph" style={{ width: layout.width, height: layout.height, zoom: scale }}>
        {layout.states
          .filter(({ name }) => maps.has(name))
          .map((state) => (
            <MapFrame
              key={state.name}
              state={state}
              summary={summaries.get(state.name)}
              chosen={state.name === chosen}
              onChoose={() => onChoose(state.name)}
            />
          ))}
        <Arrows layout={layout} taken={taken} />
        {layout.states
          .filter(({ name }) => !maps.has(name))
          .map((state) => (
            <StateNode
              key={state.name}
              state={state}
              summary={summaries.get(state.name)}
              chosen={state.name === chosen}
              onChoose={() => onChoose(state.name)}
            />
          ))}
      </div>
    </section>
  );
}
