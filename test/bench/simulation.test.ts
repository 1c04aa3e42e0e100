import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from '../../bench/burst/event-queue.ts';
import { type Process, Simulation } from '../../bench/burst/simulation.ts';
import { TokenBucket } from '../../bench/burst/token-bucket.ts';
import { Turns } from '../../bench/burst/world.ts';

test('events happen by time, and those of one moment in the order in which they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new EventQueue();
      const happened: [number, number][] = [];
      times.forEach((at, added) => {
        queue.add(at, () => happened.push([at, added]));
      });
      for (let event = queue.takeEarliest(); event; event = queue.takeEarliest()) event.happen();
      const expected = times.map((at, added): [number, number] => [at, added]);
      expect(happened).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
  );
});

test('two at once: the third process begins when the first ends', () => {
  const simulation = new Simulation();
  const begun: number[] = [];
  function* work(seconds: number): Process {
    begun.push(simulation.now);
    yield seconds;
  }
  let over = -1;
  simulation.start(simulation.together([work(3), work(10), work(4), work(1)], 2), () => {
    over = simulation.now;
  });
  simulation.run();
  expect(begun).toEqual([0, 0, 3, 7]);
  expect(over).toBe(10);
});

test('nothing to do together is over at once', () => {
  const simulation = new Simulation();
  let isOver = false;
  simulation.start(simulation.together([]), () => {
    isOver = true;
  });
  expect(isOver).toBe(true);
});

test('a bucket gives its burst at once and then what it gets back', () => {
  const bucket = new TokenBucket({ perSecond: 2, burst: 3 });
  const taken = [0, 0, 0, 0, 0.25, 0.5, 0.75, 1, 100, 100, 100, 100].map((now) => bucket.take(now));
  expect(taken).toEqual([true, true, true, false, false, true, false, true, true, true, true, false]);
});

test('turns follow each other at the pace of the quota, and start anew after a pause', () => {
  const turns = new Turns(5);
  expect(turns.take(4, 0)).toBe(0);
  expect(turns.take(10, 0.1)).toBeCloseTo(0.8);
  expect(turns.take(1, 0.2)).toBeCloseTo(2.8);
  expect(turns.take(1, 60)).toBe(60);
});
