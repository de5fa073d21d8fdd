import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { checkStarted } from '../../kernel/system/check-started.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { nodeArguments, nodeEnvironment } from './node-arguments.ts';

/** Runs a shell script in a node of a running lab and returns its exit code and what it printed; killed when the signal aborts. */
export const readFromNode = async (
  lab: Pick<RunningLabRecord, 'name' | 'pid' | 'labProcessId'>,
  node: string,
  script: string,
  signal: AbortSignal,
): Promise<ScriptOutput> => {
  const child = spawn('nsenter', nodeArguments(lab, node, ['sh', '-c', script]), {
    ...({ stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' } as const),
    env: { ...process.env, ...nodeEnvironment(lab, node) },
  });
  await checkStarted(child, 'nsenter');
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: (code as number | null) ?? undefined, output, errors };
};

export interface ScriptOutput {
  /** Undefined when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
  readonly errors: string;
}
