import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  arrowPath,
  frame,
  layOutMachine,
  stateSize,
} from '../../../../../console/web/execution/graph/lay-out-machine.ts';
import type { Machine } from '../../../../../console/web/execution/graph/transitions.ts';

const file = new URL('../../../../../statemachine/match-faces.asl.json', import.meta.url);
const machine = JSON.parse(readFileSync(file, 'utf8')) as Machine;
const layout = layOutMachine(machine);
const place = (name: string) => layout.states.find((state) => state.name === name)!;

test('every state of the workflow has a place', () => {
  const iteration = machine.States.SearchEachFace!.ItemProcessor!;
  expect(layout.states.map(({ name }) => name).sort()).toEqual(
    [...Object.keys(machine.States), ...Object.keys(iteration.States)].sort(),
  );
});

test('the states of a Map lie, between its start and its end, inside its frame, below its title', () => {
  const map = place('SearchEachFace');
  const states = layout.states.filter((state) => state.map === 'SearchEachFace');
  expect(states.map(({ name }) => name)).toContain('CropAndSearch');
  const inside = [...states, ...layout.ends.slice(2)];
  for (const { x, y, width, height } of inside) {
    expect(x).toBeGreaterThan(map.x);
    expect(y).toBeGreaterThanOrEqual(map.y + frame.title);
    expect(x + width).toBeLessThan(map.x + map.width);
    expect(y + height).toBeLessThan(map.y + map.height);
  }
});

test('no state covers another of the same machine', () => {
  for (const one of layout.states) {
    for (const other of layout.states) {
      if (one === other || one.map !== other.map) continue;
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart, `${one.name} and ${other.name}`).toBe(true);
    }
  }
});

test('a state comes below the one that leads to it', () => {
  expect(place('RecordMatches').y).toBeGreaterThan(
    place('SearchEachFace').y + place('SearchEachFace').height,
  );
  expect(place('IsNoMatch').y).toBeGreaterThan(place('CropAndSearch').y + stateSize.height);
});

test('an arrow says what it is taken for', () => {
  const label = (from: string, to: string) =>
    layout.transitions.find((arrow) => arrow.from === from && arrow.to === to)?.label;
  expect(label('IsNoMatch', 'IndexFacesHook')).toBe('NoMatch');
  expect(label('IsNoMatch', 'FaceDone')).toBe('else');
  expect(label('AllFacesSearched', 'FacesFailed')).toBe('PARTIAL');
  expect(label('DetectFaces', 'RecordFailedPhoto')).toBe('caught');
  expect(label('DetectFaces', 'WaitForTurn')).toBeUndefined();
});

test('every arrow has a line, and what is drawn lies inside the drawing', () => {
  expect(layout.transitions.length).toBeGreaterThan(15);
  for (const { points } of layout.transitions) {
    expect(points.length).toBeGreaterThanOrEqual(2);
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(layout.width);
      expect(y).toBeLessThanOrEqual(layout.height);
    }
  }
});

test('a line between two points is straight', () => {
  expect(
    arrowPath([
      { x: 0, y: 0 },
      { x: 0, y: 40 },
    ]),
  ).toBe('M0,0 L0,40');
});

test('a corner is rounded, and less so where there is no room', () => {
  const corner = (length: number) =>
    arrowPath([
      { x: 0, y: 0 },
      { x: 0, y: length },
      { x: 100, y: length },
    ]);
  expect(corner(40)).toBe('M0,0 L0,28 Q0,40 12,40 L100,40');
  expect(corner(10)).toBe('M0,0 L0,5 Q0,10 12,10 L100,10');
});
