import { readFileSync } from 'node:fs';
import t from 'tap';
import { devicesOf, learnedMtu, parseRoutes } from '../../src/words/lab/ip-route-output.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import { commandInNode, shellText } from '../../src/words/lab/shell-text.ts';

const { routes } = JSON.parse(readFileSync(new URL('fixtures/recorded.json', import.meta.url), 'utf8')) as {
  readonly routes: Readonly<Record<string, { readonly output: string }>>;
};

t.test('the output of ip route is read', async (t) => {
  const route = (name: string) => parseRoutes(routes[name]!.output)[0]!;
  t.strictSame(devicesOf(route('fibmatch6')), ['to-r1', 'to-r2', 'to-r3', 'to-r4']);
  t.strictSame(devicesOf(route('fibmatch4')), ['to-r1', 'to-r2', 'to-r3', 'to-r4']);
  t.strictSame(devicesOf(route('fibmatchOne')), ['to-far']);
  t.strictSame(
    ['plain6', 'plain4', 'oif4', 'fibmatch4'].map((name) => learnedMtu(route(name))),
    [null, 1500, 1500, null],
  );
  t.equal(learnedMtu({ dst: 'default', metrics: [{ mtu: 1400 }] }), null, 'a configured mtu is not learned');
  t.strictSame(parseRoutes(''), []);
});

t.test('commands are printed quoted, ready to paste', async (t) => {
  t.equal(commandInNode('edge', ['echo', "it's", '$HOME', '']), `ip netns exec edge echo 'it'\\''s' '$HOME' ''`);
  const commands: readonly NodeCommand[] = [
    { in: 'edge', ip: ['link', 'set', 'dev', 'to-client', 'mtu', '1500'], why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: '1', why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: null, why: '' },
    { in: 'edge', nft: "flush table inet x\nadd rule inet x y comment 'z'", why: '' },
    { in: 'edge', argv: ['ethtool', '-K', 'to-client', 'gso', 'off'], why: '' },
  ];
  t.matchSnapshot(commands.map(shellText).join('\n'));
});
