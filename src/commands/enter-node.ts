import { readlinkSync } from 'node:fs';
import { enter } from '../kernel/run-in-node.ts';
import type { Standing } from '../kernel/state.ts';
import type { Io } from './command.ts';
import { exitCode } from './exit-code.ts';
import { standingLab } from './standing-lab.ts';

/** Runs a program in a node of a standing lab on this terminal, and answers its exit code. */
export const enterNode = async ({ node, argv, name, io }: Visit): Promise<number> => {
  const lab = standingLab(name);
  const wrong = typeof lab === 'string' ? lab : noSuchNode(lab, node);
  if (wrong !== undefined || typeof lab === 'string') {
    io.err(wrong!);
    return exitCode({ wrong: true });
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {}); // Ctrl-C is for the program, which gets it from the terminal too
  const { execa } = await import('execa');
  const { exitCode: code, signal } = await execa(
    'nsenter',
    [...house(lab), 'nsenter', ...enter({ keeper: lab.keeper, node, argv })],
    {
      reject: false,
      stdio: 'inherit',
      env: {
        MTULAB_NODE: node,
        MTULAB_NAME: lab.name,
        PS1: `${node}# `,
        PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`,
      },
    },
  );
  return code ?? (signal === 'SIGKILL' ? 137 : 5);
};

interface Visit {
  readonly node: string;
  readonly argv: readonly string[];
  /** Of the lab; the only one that is up without it. */
  readonly name: unknown;
  readonly io: Io;
}

const noSuchNode = (lab: Standing, node: string): string | undefined =>
  lab.nodes.includes(node) ? undefined : `${lab.name} has no node '${node}'; its nodes: ${lab.nodes.join(', ')}\n`;

/** Into the sandbox: its keeper is known there by the number that the sandbox gave it. */
const house = ({ pid }: Standing): readonly string[] => {
  const foreign = readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user');
  return [
    `--target=${pid}`,
    ...(foreign ? ['--user', '--preserve-credentials'] : []),
    '--mount',
    `--root=/proc/${pid}/root`,
    '--pid',
    '--net',
  ];
};
