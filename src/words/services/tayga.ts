import { commandInNode } from '../lab/shell-text.ts';
import { formatTayga } from '../lab/tayga-configuration.ts';
import { fields } from '../language/shape.ts';
import type { Service } from '../language/word.ts';

const shape = fields('the program of a translator', {});

/** The word `tayga`: a real translator in user space, on one core, which needs no module of the kernel. */
export const tayga: Service<unknown> = {
  about: 'Runs tayga, which translates packets between IPv4 and IPv6; a node of the kind translator does so by itself.',
  shape,
  example: {},
  needs: ['tayga'],
  ofNode: { translator: { siit: { map: ['server'] } } },
  listens: () => [],
  commands: (_, node) =>
    node.translates
      ? [
          {
            ...{ in: node.name, file: 'tayga.conf', text: formatTayga(node.translates) },
            why: `${node.name} translates between IPv4 and IPv6`,
          },
        ]
      : [],
  start: async (_, host) => {
    const { translates } = host.node;
    if (translates) await host.runProgram({ argv, probe: { device: translates.device } });
  },
  byHand: (_, node) => [commandInNode(node, argv)],
};

/** `-d` keeps it in the foreground, and it prints what it drops. */
const argv = ['tayga', '-c', '/etc/tayga.conf', '-d', '-n'];
