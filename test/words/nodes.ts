import t from 'tap';
import { edge } from '../../src/words/nodes/edge.ts';
import { firewall } from '../../src/words/nodes/firewall.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { host as hostWith } from '../../src/words/nodes/host.ts';
import { router } from '../../src/words/nodes/router.ts';
import { bridge } from '../../src/words/nodes/switch.ts';
import { network } from './fixtures/network.ts';

const host = hostWith(dictionary.services);

const node = network.get('edge')!;

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
