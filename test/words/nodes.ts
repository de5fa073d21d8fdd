import t from 'tap';
import { edge } from '../../src/words/nodes/edge.ts';
import { firewall } from '../../src/words/nodes/firewall.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { host as hostWith } from '../../src/words/nodes/host.ts';
import { router } from '../../src/words/nodes/router.ts';
import { bridge } from '../../src/words/nodes/switch.ts';
import { translator as translatorOffering } from '../../src/words/nodes/translator.ts';
import { shellText } from '../../src/words/lab/shell-text.ts';
import type { NodeView, NodeViews } from '../../src/words/lab/node-view.ts';
import { leasing, planText, sharedByNat64, translated, twoTranslators } from '../plan/fixtures/labs.ts';
import { network } from './fixtures/network.ts';

const translator = translatorOffering(dictionary.services);

const host = hostWith(dictionary.services);

const node = network.get('edge')!;

const mixed: NodeViews = new Map(planText(translated).nodes.map((each) => [each.name, each]));

t.test('routers, firewalls and edges forward; hosts and switches do not', async (t) => {
  for (const kind of [router, firewall, edge]) t.match(kind, { forwards: true, bridges: undefined });
  t.match(host, { forwards: false, bridges: undefined });
  t.match(bridge, { forwards: false, bridges: true });
});

t.test('only a host offers services', async (t) => {
  t.strictSame(
    host.serves!({ serve: 'http' }).map(({ word }) => word),
    ['http'],
  );
  t.strictSame(host.serves!({}), []);
  for (const kind of [router, firewall, edge, bridge]) t.equal(kind.serves, undefined);
});

t.test('a host that serves and a switch have a label; kinds that only forward have none', async (t) => {
  t.equal(host.label!({ serve: 'http' }), 'serves http');
  t.equal(host.label!({}), undefined);
  t.equal(bridge.label!({}), 'switch');
  for (const kind of [router, firewall, edge]) t.equal(kind.label, undefined);
});

t.test('an edge and a firewall differ from a router in their descriptions only', async (t) => {
  for (const kind of [edge, firewall]) {
    const { about, shape } = kind;
    t.not(about, router.about);
    t.not(shape.schema['description'], router.shape.schema['description']);
    t.strictSame({ ...kind, about: '', shape: '' }, { ...router, about: '', shape: '' });
  }
});

t.test('only a switch needs commands: no IPv6 of its own, and no IP filters for its frames', async (t) => {
  for (const kind of [router, firewall, edge]) t.strictSame(kind.commands(node, {}), []);
  t.strictSame(host.commands(node, { serve: 'http' }), []);
  const why = 'IP filters do not apply to bridged frames';
  t.strictSame(bridge.commands(node, {}), [
    ...[
      { in: 'edge', sysctl: 'net.ipv6.conf.all.disable_ipv6', value: '1', why: 'a switch sends no packets of its own' },
    ],
    ...['arp', 'ip', 'ip6'].map((tables) => ({
      ...{ in: 'edge', sysctl: `net.bridge.bridge-nf-call-${tables}tables`, value: '0', why },
      ifPresent: true,
    })),
  ]);
});

t.test('a translator makes its device and the routes to it', async (t) => {
  const siit = mixed.get('siit')!;
  t.matchSnapshot(
    translator
      .commands(siit, { siit: { map: ['server'] } })
      .map(shellText)
      .join('\n'),
  );
  t.strictSame(translator.commands(node, { siit: {} }), [], 'nothing where there is nothing to translate');
  t.match(translator, { forwards: true });
  t.equal(translator.label!({ siit: {} }), 'translates IPv4 and IPv6');
  t.equal(translator.label!({ siit: { map: ['a', 'b'] } }), 'translates IPv4 and IPv6 for a, b');
  t.strictSame(translator.translates!({ siit: {} }), { map: [] });
  t.match(translator.serves!({ siit: {} }), [{ word: 'tayga', listens: [] }]);
});

t.test('a translator has both families, and maps nodes that have one', async (t) => {
  const siit = mixed.get('siit')!;
  const problems = (map: readonly string[], view: NodeView = siit) =>
    translator.conflicts!(
      { siit: { map } },
      view,
      new Map([...mixed, ['lan', { ...siit, name: 'lan', bridges: true }]]),
    );
  t.strictSame(problems(['server', 'device']), []);
  t.match(problems(['server', 'siit']), [{ at: ['siit', 'map', 1], text: /^siit is the translator itself/ }]);
  t.match(problems(['lan']), [{ text: /^lan forwards frames/ }]);
  t.strictSame(problems(['nobody']), [], 'a problem of its own');
  t.match(problems([], { ...siit, families: ['ipv4'] }), [{ at: [], text: /^siit has only one family/ }]);
  const dual = new Map([...mixed, ['server', { ...mixed.get('server')!, families: ['ipv6', 'ipv4'] as const }]]);
  const [both] = translator.conflicts!({ siit: { map: ['server'] } }, siit, dual);
  t.match(both!.text, /^server has both families; /);
});

t.test('a translator that tracks connections shares the address of its node', async (t) => {
  const nodes: NodeViews = new Map(planText(sharedByNat64).nodes.map((each) => [each.name, each]));
  t.matchSnapshot(translator.commands(nodes.get('siit')!, { nat64: {} }).map(shellText).join('\n'));
  t.equal(translator.label!({ nat64: {} }), 'translates IPv6 to IPv4');
  t.strictSame(translator.needsFor!({ nat64: {} }), ['nat']);
  t.strictSame(translator.needsFor!({ siit: {} }), []);
  t.strictSame(translator.translates!({ nat64: {} }), { map: [], isStateful: true });
  for (const settings of [{}, { siit: {}, nat64: {} }])
    t.match(translator.conflicts!(settings, nodes.get('siit')!, nodes), [
      { at: [], text: /either siit, clat or nat64$/ },
    ]);
});

t.test('a translator may lease addresses, where it has a mapping for each', async (t) => {
  const nodes: NodeViews = new Map(planText(leasing).nodes.map((each) => [each.name, each]));
  const settings = { siit: { map: ['other'] }, serve: 'eamd' } as const;
  t.match(
    translator.serves!(settings).map(({ word }) => word),
    ['eamd'],
    'which runs tayga itself',
  );
  t.match(
    translator
      .commands(nodes.get('siit')!, settings)
      .find((command) => 'ip' in command && command.ip[2] === '192.0.2.96/28'),
    { ip: ['route', 'add', '192.0.2.96/28', 'dev', 'siit0'] },
  );
  t.strictSame(translator.conflicts!(settings, nodes.get('siit')!, nodes), []);
  t.match(translator.conflicts!({ nat64: {}, serve: 'eamd' }, nodes.get('siit')!, nodes), [
    { at: ['serve'], text: /^only a translator without state / },
  ]);
  t.strictSame(
    translator.serves!({ siit: {}, serve: 'http' }).map(({ word }) => word),
    ['tayga'],
    'nothing else',
  );
});

t.test('a CLAT leads to a translator with NAT64', async (t) => {
  const nodes: NodeViews = new Map(planText(twoTranslators).nodes.map((each) => [each.name, each]));
  const settings = { clat: { towards: 'plat', map: ['device'] } };
  t.matchSnapshot(translator.commands(nodes.get('clat')!, settings).map(shellText).join('\n'));
  t.equal(translator.label!(settings), 'translates IPv4 of device for plat');
  t.strictSame(translator.translates!(settings), { map: ['device'], towards: 'plat' });
  t.strictSame(translator.conflicts!(settings, nodes.get('clat')!, nodes), []);
  const wrong = { clat: { towards: 'r6', map: ['clat'] } };
  t.match(translator.conflicts!(wrong, nodes.get('clat')!, nodes), [
    { at: ['clat', 'map', 0], text: /^clat is the translator itself/ },
    { at: ['clat', 'towards'], text: /^r6 does not translate with nat64; / },
  ]);
});
