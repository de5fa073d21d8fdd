import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { families } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';

/**
 * Mounts an /etc/hosts for one lab, so that programs in its nodes resolve node names, and makes it all that they resolve by: the
 * resolver of the machine cannot be reached from a node, and queries to it would travel through the lab. The files of the machine are
 * unchanged; one that it does not have is left out. It takes some milliseconds, so call it only for labs in which programs run.
 */
export const writeHostsFile = async (labProcessId: number, nodes: readonly NamedNode[]): Promise<void> => {
  const intoLab = [`--mount=/proc/${labProcessId}/ns/mnt`, `--root=/proc/${labProcessId}/root`];
  const sh = spawn('nsenter', [...intoLab, 'sh', '-c', mountFiles], { stdio: ['pipe', 'ignore', 'ignore'] });
  sh.stdin.on('error', () => {}); // the lab may have ended
  sh.stdin.end(hostsFileText(nodes));
  await once(sh, 'close').catch(() => {});
};

type NamedNode = Pick<NodeView, 'name' | 'address' | 'shares'>;

const mountFiles = `
file=/run/mtulab-$$
cat >$file-hosts
: >$file-resolv.conf
sed '/^[[:space:]]*hosts:/d' /etc/nsswitch.conf >$file-nsswitch.conf
echo 'hosts: files' >>$file-nsswitch.conf
for name in hosts resolv.conf nsswitch.conf; do mount --bind $file-$name /etc/$name; done`;

/** Returns the text of /etc/hosts: localhost, then every address that names a node, and each that several nodes share once. */
export const hostsFileText = (nodes: readonly NamedNode[]): string =>
  [
    '127.0.0.1 localhost',
    '::1 localhost',
    ...new Set([...nodes, ...nodes.flatMap(({ shares = [] }) => shares)].flatMap(hostLines)),
    '',
  ].join('\n');

const hostLines = ({ name, address }: Pick<NodeView, 'name' | 'address'>): readonly string[] =>
  families.filter((family) => address[family]).map((family) => `${address[family]} ${name}`);
