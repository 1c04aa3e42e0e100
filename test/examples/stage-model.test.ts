import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../bench/burst/random.ts';
import { type Circumstances, type Outcome, runModel, type Spoil } from './stage-model.ts';

/** `STAGE_MODEL_RUNS=5000 npx vitest run test/examples/stage-model --testTimeout 0` for a long look. */
const numRuns = Number(process.env.STAGE_MODEL_RUNS ?? 100);

const hard: Circumstances = {
  people: 3,
  facesEach: 3,
  deaths: 8,
  pauses: 8,
  throttles: 100,
  lag: 0,
  settleSeconds: 0,
};

/** Throws where a run breaks one of the stage's promises. */
function check({ inCollection, told, callsOfRedrive }: Outcome): void {
  for (const [person, ids] of told) {
    expect(inCollection.get(person), 'one face a person').toHaveLength(1);
    expect([...ids], 'one id for all faces of a person').toEqual(inCollection.get(person));
  }
  expect(callsOfRedrive, 'answers that are kept').toBe(0);
}

const runs = (circumstances: Circumstances, look: (outcome: Outcome) => void, spoil?: Spoil) =>
  fc.asyncProperty(fc.scheduler(), fc.integer(), async (scheduler, seed) =>
    look(await runModel(scheduler, seededRandom(seed), circumstances, spoil)),
  );

const breaksSomewhere = async (circumstances: Circumstances, spoil?: Spoil) =>
  (await fc.check(runs(circumstances, check, spoil), { seed: 18, numRuns: 1_000, endOnFailure: true }))
    .failed;

test('each person has one id and one face, through pauses longer than a lease, deaths and throttles', async () => {
  const seen = { died: 0, paused: 0 };
  const look = (outcome: Outcome) => {
    check(outcome);
    seen.died += outcome.died;
    seen.paused += outcome.paused;
  };
  await fc.assert(runs(hard, look), { numRuns, endOnFailure: true });
  expect(Math.min(seen.died, seen.paused)).toBeGreaterThan(numRuns / 4);
});

test('a search that does not see a face at once splits nobody, as long as it does within the time to settle', async () => {
  await fc.assert(runs({ ...hard, lag: 1_000, settleSeconds: 1 }, check), { numRuns, endOnFailure: true });
});

test('a search that sees a face later may split a person: every face has an id of theirs', async () => {
  const slow = { ...hard, lag: 20_000, settleSeconds: 1 };
  expect(await breaksSomewhere(slow)).toBe(true);
  const isTheirs = ({ inCollection, told }: Outcome) => {
    for (const [person, ids] of told)
      expect(inCollection.get(person)).toEqual(expect.arrayContaining([...ids]));
  };
  await fc.assert(runs(slow, isTheirs), { numRuns: numRuns / 4, endOnFailure: true });
});

const lease = (key: string) => key.endsWith('lease.json');

test.each<[string, Spoil]>([
  [
    'a decision is not tied to the lease',
    (stored) => ({
      ...stored,
      write: (key, value, onlyOver) => stored.write(key, value, lease(key) ? undefined : onlyOver),
    }),
  ],
  [
    'the next holder does not finish what was decided',
    (stored) => ({
      ...stored,
      read: async <Value>(key: string) => {
        const found = await stored.read<Value>(key);
        return found && lease(key) ? { ...found, value: { ...found.value, open: [] } } : found;
      },
    }),
  ],
])('the model finds what goes wrong when %s', async (_, spoil) => {
  expect(await breaksSomewhere({ ...hard, pauses: 25 }, spoil)).toBe(true);
});
