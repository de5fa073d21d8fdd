import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { families } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';

/**
 * Mounts an /etc/hosts for one lab, so that programs in its nodes resolve node names; the file of the machine is unchanged. On a
 * machine without such a file names do not resolve. It takes some milliseconds, so call it only for labs in which programs run.
 */
export const writeHostsFile = async (labProcessId: number, nodes: readonly NamedNode[]): Promise<void> => {
  const intoLab = [`--mount=/proc/${labProcessId}/ns/mnt`, `--root=/proc/${labProcessId}/root`];
  const sh = spawn('nsenter', [...intoLab, 'sh', '-c', mountHostsFile], { stdio: ['pipe', 'ignore', 'ignore'] });
  sh.stdin.on('error', () => {}); // the lab may have ended
  sh.stdin.end(hostsFileText(nodes));
  await once(sh, 'close').catch(() => {});
};

type NamedNode = Pick<NodeView, 'name' | 'address'>;

const mountHostsFile = 'cat >/run/mtulab-$$-hosts && mount --bind /run/mtulab-$$-hosts /etc/hosts';

/** Returns the text of /etc/hosts: localhost, then every address of every node. */
export const hostsFileText = (nodes: readonly NamedNode[]): string =>
  [
    '127.0.0.1 localhost',
    '::1 localhost',
    ...nodes.flatMap(({ name, address }) =>
      families.filter((family) => address[family]).map((family) => `${address[family]} ${name}`),
    ),
    '',
  ].join('\n');
