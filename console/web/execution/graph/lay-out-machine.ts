import { Graph, layout } from '@dagrejs/dagre';
import { end, type Machine, start, type Transition, transitionsOf } from './transitions.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed {
  readonly name: string;
  /** Of the upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedState extends Placed {
  readonly type: string;
  readonly comment?: string;
  /** The Map state it is in. */
  readonly map?: string;
}

export interface PlacedTransition extends Transition {
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly labelAt?: Point;
}

export interface MachineLayout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  /** Where machines begin and end. */
  readonly ends: readonly Placed[];
  readonly transitions: readonly PlacedTransition[];
}

/** Pixels. */
export const stateSize = { width: 184, height: 56 };
const endSize = { width: 56, height: 24 };
/** A Map's frame: room for its title, and around its states. */
export const frame = { title: 64, margin: 16 };

/**
 * Where the states of a machine and the arrows between them go, from top to bottom. A Map state is laid out by
 * itself first and is then one large state for the machine around it.
 */
export function layOutMachine(machine: Machine): MachineLayout {
  const maps = new Map(
    Object.entries(machine.States)
      .filter(([, state]) => state.ItemProcessor)
      .map(([name, state]) => [name, layOutMachine(state.ItemProcessor!)]),
  );
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 36, edgesep: 16, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));

  const transitions = transitionsOf(machine);
  for (const name of [start, end]) graph.setNode(name, { ...endSize });
  for (const name of Object.keys(machine.States)) graph.setNode(name, sizeOf(maps.get(name)));
  for (const { from, to, label, kind } of transitions) {
    graph.setEdge(from, to, {
      ...(label && { width: label.length * 7 + 12, height: 18, labelpos: 'c' }),
      // The usual way is kept straight.
      weight: kind === 'catch' ? 1 : 3,
    });
  }
  layout(graph);

  const placed = (name: string): Placed => {
    const { x, y, width, height } = graph.node(name);
    return { name, x: x - width / 2, y: y - height / 2, width, height };
  };
  const outer = Object.entries(machine.States).map(([name, { Type, Comment }]) => ({
    ...placed(name),
    type: Type,
    comment: Comment,
  }));
  const inner = [...maps].map(([map, its]) => moveInto(its, map, placed(map)));
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    states: [...outer, ...inner.flatMap(({ states }) => states)],
    ends: [...[start, end].map(placed), ...inner.flatMap(({ ends }) => ends)],
    transitions: [
      ...transitions.map((transition) => {
        const { points = [], x, y } = graph.edge(transition.from, transition.to);
        return { ...transition, points, ...(transition.label && { labelAt: { x: x!, y: y! } }) };
      }),
      ...inner.flatMap((its) => its.transitions),
    ],
  };
}

const sizeOf = (map: MachineLayout | undefined) =>
  map
    ? { width: map.width + 2 * frame.margin, height: map.height + frame.title + frame.margin }
    : { ...stateSize };

function moveInto(its: MachineLayout, map: string, { x, y }: Point): MachineLayout {
  const moved = (point: Point) => ({ x: point.x + x + frame.margin, y: point.y + y + frame.title });
  return {
    ...its,
    states: its.states.map((state) => ({ ...state, ...moved(state), map: state.map ?? map })),
    ends: its.ends.map((placed) => ({ ...placed, ...moved(placed) })),
    transitions: its.transitions.map((transition) => ({
      ...transition,
      points: transition.points.map(moved),
      ...(transition.labelAt && { labelAt: moved(transition.labelAt) }),
    })),
  };
}

/** SVG of a line through the points, its corners rounded; straight where there are only two. */
export function arrowPath(points: readonly Point[], radius = 12): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map((corner, index) => {
    const after = rest[index + 1];
    if (!after) return `L${at(corner)}`;
    const before = points[index]!;
    return `L${at(towards(corner, before, radius))} Q${at(corner)} ${at(towards(corner, after, radius))}`;
  });
  return `M${at(first)} ${steps.join(' ')}`;
}

/** The point so many pixels from the corner, at most half-way. */
function towards(corner: Point, other: Point, distance: number): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

const at = ({ x, y }: Point) => `${round(x)},${round(y)}`;
const round = (pixels: number) => Math.round(pixels * 10) / 10;
