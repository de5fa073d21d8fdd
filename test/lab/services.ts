import { spawnSync } from 'node:child_process';
import t from 'tap';
import { makePlan } from '../../src/plan/make-plan.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { families } from '../../src/evidence/family.ts';
import type { Family } from '../../src/evidence/family.ts';
import type { NodeViews } from '../../src/words/lab/node-view.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { Service } from '../../src/words/language/word.ts';

const skip = process.getuid?.() === 0 ? false : 'only root may make network namespaces here';

/** For each service, commands of a client, and what each prints when it is answered. */
const clients: Readonly<Record<string, (nodes: NodeViews, family: Family) => readonly (readonly [string, RegExp])[]>> =
  {
    http: (nodes, family) => [
      [byHand('fetch', { bytes: 50_000 }, nodes, family), /^50000 code 0$/],
      [byHand('upload', { bytes: 50_000 }, nodes, family), /^500\d\d code 0$/], // with the framing of its chunks
    ],
    dns: (_, family) => [[lookup(family), / STREAM server.lab.test code 0$/]],
    resolver: (_, family) => [[lookup(family), / STREAM server.lab.test code 0$/]],
    echo: (nodes, family) => [
      [byHand('datagram', { bytes: 1000 }, nodes, family), /^1000 bytes answered with path MTU 1500 code 0$/],
    ],
  };

const lookup = (family: Family): string =>
  `ip netns exec client getent ${family === 'ipv6' ? 'ahostsv6' : 'ahostsv4'} server.lab.test | head -1`;

/** What a service needs around it. */
const around: Readonly<Record<string, { readonly client: string; readonly links?: string; readonly names?: string }>> =
  {
    dns: { client: '{ host: { nameserver: server } }' },
    resolver: {
      client: '{ host: { nameserver: server } }',
      names: 'names: { host: { serve: dns } },',
      links: ', { between: [names, server], mtu: 1500 }',
    },
  };

const hasUnbound = spawnSync('unbound', ['-V']).status === 0;
const skipWithout = (word: string) => skip || (around[word] !== undefined && !hasUnbound && 'unbound is not installed');

const byHand = (action: string, settings: object, nodes: NodeViews, family: Family): string =>
  dictionary.actions[action]!.byHand({ from: 'client', to: 'server', ...settings }, nodes, family)[0]!;

t.test('every service that can be started by hand has a client here', async (t) => {
  const isByHand = ({ ofNode, byHand, example }: Service<unknown>): boolean =>
    !ofNode && byHand(example, 'server', new Map()).length > 0;
  const offered = Object.entries(dictionary.services).filter(([, service]) => isByHand(service));
  t.strictSame(Object.keys(clients).sort(), offered.map(([word]) => word).sort());
});

for (const [word, commandsOf] of Object.entries(clients))
  t.test(
    `${word} by hand, as in plan --script, answers the actions by hand`,
    { skip: skipWithout(word) },
    async (t) => {
      const { client = 'host', names = '', links = '' } = around[word] ?? {};
      const { scenarios } = readScenario(
        {
          file: 'pair.yaml',
          text: `
title: a pair
topology:
  nodes: { client: ${client}, ${names} server: { host: { serve: ${word} } } }
  links: [{ between: [client, server], mtu: 1500 }${links}]
steps: [{ do: { ping: { from: client, to: server, bytes: 100 } } }]
`,
        },
        dictionary,
        validate,
      );
      const plan = makePlan(scenarios[0]!, dictionary).plan!;
      const script = standaloneScript(plan);
      const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
      const isListening = plan.nodes
        .flatMap(({ name, services = [] }) => services.map(({ listens }) => ({ name, ...listens[0]! })))
        .map(({ name, protocol, port }) => `ip netns exec ${name} ss -Hln${protocol[0]} 'sport = :${port}' | grep -q .`)
        .join(' && ');
      const commands = families.flatMap((family) => commandsOf(nodes, family));
      const services = script.split('\n').filter((line) => /^# \S+ of \S+: /.test(line));
      t.ok(services.some((line) => line.startsWith(`# ${word} of server: `)));
      const { stdout, stderr } = spawnSync('unshare', ['-m', '-n', '-p', '-f', '--mount-proc', 'sh', '-s'], {
        input: `mount -t tmpfs tmpfs /run && mkdir /run/netns && cp -a /etc /run/etc && mount --bind /run/etc /etc || exit 9
cat >/run/s <<'SCRIPT'\n${script}SCRIPT
sh /run/s up 2>/dev/null || exit 8
${services.map((line) => `${line.split(': ').slice(1).join(': ')} >/dev/null 2>&1 &`).join('\n')}
timeout 20 sh -c ${JSON.stringify(`until ${isListening}; do :; done`)} || exit 7
${commands.map(([command]) => `printed=$(${command}); echo "$printed code $?"`).join('\n')}
`,
        encoding: 'utf8',
      });
      const printed = stdout.trim().split('\n');
      t.equal(printed.length, commands.length, stderr);
      for (const [index, line] of printed.entries()) t.match(line, commands[index]![1], commands[index]![0]);
    },
  );
