import { expect, test } from 'vitest';
import { type Likeness, likenessGroups } from '../../../operations/people/likeness-groups.ts';

const named = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`);
const allPairs = (faces: readonly string[]): Likeness[] =>
  faces.flatMap((one, index) => faces.slice(index + 1).map((other): Likeness => [one, other]));

const anns = named('ann', 6);
const bobs = named('bob', 4);

test('faces that are alike are a group, the largest first, and a face like no other has one of its own', () => {
  const groups = likenessGroups(['zoe', ...bobs, ...anns], [...allPairs(anns), ...allPairs(bobs)]);
  expect(groups.map((group) => group.toSorted())).toEqual([anns, bobs, ['zoe']]);
});

test('two people stay two although one picture of the one is like one of the other', () => {
  const groups = likenessGroups([...anns, ...bobs], [['ann0', 'bob0'], ...allPairs(anns), ...allPairs(bobs)]);
  expect(groups.map((group) => group.toSorted())).toEqual([anns, bobs]);
});

test('one person stays one although some pictures are not alike', () => {
  const fewer = allPairs(anns).filter((_, index) => index % 5 !== 0);
  expect(likenessGroups(anns, fewer)).toHaveLength(1);
});

test('who finds whom does not matter, nor how often', () => {
  expect(likenessGroups(['a', 'b'], [['b', 'a']])).toEqual(
    likenessGroups(
      ['a', 'b'],
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
    ),
  );
  expect(
    likenessGroups(
      ['a'],
      [
        ['a', 'a'],
        ['a', 'gone'],
      ],
    ),
  ).toEqual([['a']]);
});
