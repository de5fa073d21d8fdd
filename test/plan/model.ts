import t from 'tap';
import { deepFreeze } from '../../src/plan/model/deep-freeze.ts';

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
