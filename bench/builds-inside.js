import { Socket } from 'node:net';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tcpSocketIn } from './engine.ts';
import { canonical } from './networks.js';
import { interleaved, spread } from './samples.js';
import { batchedScript, plainScript } from './scripts.js';
import { engine, file, planned, scripted, sh } from './builders.js';

const { turns } = JSON.parse(process.argv[2]);
const plan = planned(canonical);
const [plain, batched] = [plainScript(plan.commands), batchedScript(plan.commands)];
const ends = [];
const first = [];

/** The answer to a SYN over IPv6 proves that one packet crossed the network in both directions. */
const firstPacket = async (lab) => {
  const began = performance.now();
  const { address } = lab.nodes.get('client');
  const namespace = `/proc/${lab.processId}/root/run/netns/client`;
  const fd = tcpSocketIn({ namespace, family: 'ipv6', address: address.ipv6, port: 0 });
  const socket = new Socket({ fd });
  socket.connect({ host: lab.nodes.get('server').address.ipv6, port: 80 });
  await once(socket, 'connect');
  first.push(performance.now() - began);
  socket.destroy();
};

const builders = {
  engine: async () => {
    const { build, end } = await engine(plan, firstPacket);
    ends.push(end);
    return build;
  },
  batched: async () => (await scripted(plan, batched)).build,
  plain: async () => (await scripted(plan, plain)).build,
};

/** Commands for Mininet's hosts, one per action, besides the links that its API creates. */
const forMininet = () => ({
  nodes: plan.nodes.map(({ name }) => name),
  links: plan.links.map(({ ends }) => ends.map(({ node, interface: name }) => [node, name])),
  commands: [
    ...plan.nodes.flatMap(({ name, interfaces }) =>
      interfaces.map((end) => [name, `ip link set dev ${end.name} mtu ${end.mtu} address ${end.mac}`]),
    ),
    ...plan.commands
      .filter(({ phase }) => phase > 1)
      .map((command, index) => [command.in, shellCommand(command, index)]),
  ],
  from: 'client',
  to: plan.nodes.find(({ name }) => name === 'server').address.ipv6,
});

const shellCommand = (command, index) => {
  if ('sysctl' in command) return `sysctl -eqw ${command.sysctl}='${command.value}'`;
  if ('nft' in command) return `nft -f ${file(`ledger-${index}`, command.nft)}`;
  return 'ip' in command ? `ip ${command.ip.join(' ')}` : command.argv.join(' ');
};

const mininet = async (input) => JSON.parse(await sh(`/usr/bin/python3 bench/by-mininet.py`, input)).build;

if (existsSync('/usr/lib/python3/dist-packages/mininet')) {
  const network = JSON.stringify(forMininet());
  builders.mininet = () => mininet(network);
}

const times = await interleaved(builders, { turns });
process.stdout.write(JSON.stringify({ ...times, ends: spread(ends.slice(1)), first: spread(first.slice(1)) }));
