import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { families } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';

/**
 * Gives a lab an /etc/hosts of its own, so that programs in its nodes know these by name; nothing of the host changes. A machine that has
 * no such file has no names. It costs some milliseconds, so it is for labs in which programs run.
 */
export const writeHostsFile = async (keeper: number, nodes: readonly Named[]): Promise<void> => {
  const into = [`--mount=/proc/${keeper}/ns/mnt`, `--root=/proc/${keeper}/root`];
  const sh = spawn('nsenter', [...into, 'sh', '-c', mounts], { stdio: ['pipe', 'ignore', 'ignore'] });
  sh.stdin.on('error', () => {}); // the lab may be gone by now
  sh.stdin.end(hostsOf(nodes));
  await once(sh, 'close').catch(() => {});
};

type Named = Pick<NodeView, 'name' | 'address'>;

const mounts = 'cat >/run/mtulab-$$-hosts && mount --bind /run/mtulab-$$-hosts /etc/hosts';

const hostsOf = (nodes: readonly Named[]): string =>
  [
    '127.0.0.1 localhost',
    '::1 localhost',
    ...nodes.flatMap(({ name, address }) =>
      families.filter((family) => address[family]).map((family) => `${address[family]} ${name}`),
    ),
    '',
  ].join('\n');
