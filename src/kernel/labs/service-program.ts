import { createSocket } from 'node:dgram';
import { families } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { DatagramProbe, ServiceProgram } from '../../words/lab/service-host.ts';
import { MachineError } from '../system/machine-error.ts';
import { listInterfaces } from '../system/list-interfaces.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { spawnProgram } from '../system/spawn-program.ts';
import { udpSocketIn } from '../system/udp-sockets.ts';
import { until } from '../system/until.ts';
import { keepOutput } from '../system/kept-output.ts';
import type { LabProcess } from './lab-process.ts';
import { hasFiles, nsenterArguments } from './run-in-node.ts';

/**
 * Starts a program that offers a service in a node, and resolves once it answers. It ends with this process, however that ends, since the
 * kernel kills it then; rejects with a MachineError, with what it printed, when it ends before it answers, and leaves nothing running then.
 */
export const startServiceProgram = async (
  { argv, probe, logs }: ServiceProgram,
  { node, lab }: { readonly node: NodeView; readonly lab: Pick<LabProcess, 'pid' | 'namespace'> },
  signal: AbortSignal,
): Promise<RunningServiceProgram> => {
  signal.throwIfAborted();
  const entering = nsenterArguments({
    ...{ labProcessId: lab.pid, node: node.name, argv },
    mayHaveFiles: hasFiles(lab.pid, node.name),
  });
  // Every program of this line replaces itself by the next one, so that the signal is for the last.
  const child = spawnProgram(['setpriv', '--pdeathsig', 'KILL', 'nsenter', ...entering]);
  child.stdin.end();
  child.stdout.resume();
  const printed = keepOutput(child.stderr);
  let code: number | undefined;
  const exited = child.exited.then((exitCode) => void (code = exitCode));
  const failure = async (): Promise<MachineError> => {
    await exited;
    await printed.drained();
    const what = `${argv[0]} in ${node.name} ended with exit code ${code} before it answered`;
    return new MachineError({ what, command: argv.join(' '), output: printed.text().trim() });
  };
  try {
    const isReady =
      'device' in probe
        ? carrierOf(probe.device, lab.namespace(node.name))
        : answering(probe, node, lab.namespace(node.name));
    try {
      const ready = async (): Promise<boolean> => {
        if (code !== undefined) throw await failure();
        return isReady();
      };
      await until(`${argv[0]} in ${node.name} to answer`, ready, { withinMs: readyWithinMs }, signal);
    } finally {
      isReady.close();
    }
  } catch (error) {
    child.kill();
    throw error;
  }
  const end = (): readonly string[] =>
    code === undefined
      ? []
      : [
          `${node.name}: ${argv[0]} ended with exit code ${code} while the lab ran${code < signalled ? lastLine(printed.text()) : ''}`,
        ];
  return {
    close: () => child.kill(),
    notes: () => [...(logs ? notesOf(node.name, printed.text()) : []), ...end()],
  };
};

/** The last line of what a program has printed, as the reason why it has ended. */
const lastLine = (printed: string): string => {
  const line = printed.trimEnd().split('\n').at(-1)!;
  return line === '' ? '' : `: ${line}`;
};

/** From this exit code on, a signal has ended the program, and it could not print why. */
const signalled = 128;

export interface RunningServiceProgram {
  /** Returns what it has printed for the report, a line each, and that it has ended if it has. */
  notes(): readonly string[];
  /** Kills it. */
  close(): void;
}

/** Each line once, and no more than a report has room for. */
const notesOf = (node: string, printed: string): readonly string[] => {
  const lines = [...new Set(printed.split('\n').filter((line) => line !== ''))];
  const more = lines.length - mostNotes;
  return [...lines.slice(0, mostNotes), ...(more > 0 ? [`${more} more lines`] : [])].map((line) => `${node}: ${line}`);
};

const mostNotes = 10;

const readyWithinMs = 20_000;

/** Returns a function that returns whether a program reads what is sent to a TUN device. */
const carrierOf = (device: string, namespace: string) => {
  const hasCarrier = (): boolean =>
    netlinkIn({ namespace, protocol: netlinkProtocols.route }, listInterfaces).some(
      ({ name, hasCarrier }) => name === device && hasCarrier,
    );
  return Object.assign(hasCarrier, { close: () => {} });
};

/** Returns a function that sends the probe and returns whether any was answered. */
const answering = ({ port, payload }: DatagramProbe, { name, address }: NodeView, namespace: string) => {
  const family = families.find((each) => address[each] !== '');
  if (!family) throw new MachineError({ what: `${name} has no address on which a service could answer` });
  const socket = createSocket(family === 'ipv6' ? 'udp6' : 'udp4');
  let isAnswered = false;
  socket.on('error', () => {}); // nobody listens yet
  socket.on('message', () => (isAnswered = true));
  socket.bind({ fd: udpSocketIn({ namespace, family, address: address[family], port: 0 }) });
  const probe = (): boolean => {
    if (!isAnswered) socket.send(payload, port, address[family], () => {});
    return isAnswered;
  };
  return Object.assign(probe, { close: () => socket.close() });
};
