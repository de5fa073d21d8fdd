import t from 'tap';
import { familiesOfStep } from '../../src/scenario/model/families-of-step.ts';
import { scenarioTitle } from '../../src/scenario/model/scenario-title.ts';
import { entriesOf, isObject, itemsOf, ownProperty, valueAt } from '../../src/scenario/model/unknown-values.ts';

t.test('a title shows the values of its case', async (t) => {
  t.equal(scenarioTitle({ title: 'a pair' }), 'a pair');
  t.equal(scenarioTitle({ title: 'a pair', case: 'mss=1440' }), 'a pair (mss=1440)');
});

t.test('parts of unknown values are read without errors', async (t) => {
  t.same([{}, [], null, 'x'].map(isObject), [true, false, false, false]);
  t.same([entriesOf({ a: 1 }), entriesOf([1]), entriesOf(null)], [[['a', 1]], [], []]);
  t.same([itemsOf([1]), itemsOf({ a: 1 }), itemsOf('ab')], [[1], [], []]);
  t.same([ownProperty({ a: 1 }, 'a'), ownProperty({}, 'toString'), ownProperty([1], '0')], [1, undefined, undefined]);
  const value = { links: [{ mtu: 1500 }] };
  t.equal(valueAt(value, ['links', 0, 'mtu']), 1500);
  t.equal(valueAt(value, []), value);
  for (const path of [
    ['links', 1, 'mtu'],
    ['nodes', 'a'],
    ['links', 0, 'mtu', 'x'],
  ])
    t.equal(valueAt(value, path), undefined);
});

t.test('a step runs over its own families, as far as the run has them', async (t) => {
  t.strictSame(familiesOfStep({}, ['ipv6', 'ipv4']), ['ipv6', 'ipv4']);
  t.strictSame(familiesOfStep({ families: ['ipv4'] }, ['ipv6', 'ipv4']), ['ipv4']);
  t.strictSame(familiesOfStep({ families: ['ipv4'] }, ['ipv6']), []);
});
