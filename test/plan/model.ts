import t from 'tap';
import { deepFreeze } from '../../src/plan/model/deep-freeze.ts';
import { groupByNode } from '../../src/plan/model/group-by-node.ts';

t.test('a frozen value is frozen at every depth and stays the same value', async (t) => {
  const value = { list: [{ deep: true }], text: 'a', none: null };
  t.equal(deepFreeze(value), value);
  t.ok([value, value.list, value.list[0]].every(Object.isFrozen));
  t.equal(deepFreeze(7), 7);
  t.equal(deepFreeze(null), null);
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  t.equal(deepFreeze(cyclic), cyclic);
});

t.test('commands are grouped by node, in the order of the first', async (t) => {
  const groups = groupByNode([
    { in: 'b', number: 1 },
    { in: 'a', number: 2 },
    { in: 'b', number: 3 },
  ]);
  t.strictSame(
    [...groups].map(([node, own]) => [node, own.map(({ number }) => number)]),
    [
      ['b', [1, 3]],
      ['a', [2]],
    ],
  );
});
