import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTime } from '../system/processes.ts';

/** A lab that `up` left standing, as its file in the state directory tells. */
export interface RunningLabRecord {
  readonly mark: typeof mark;
  readonly name: string;
  /** PID 1 of its sandbox on the host, and the ticks since boot at which it started: a pid alone may be another's by now. */
  readonly pid: number;
  readonly started: string;
  /** The PID namespace of the host in which that pid counts: a shell in a node must not take labs for dead. */
  readonly pidNamespace: string;
  /** The lab's keeper, as the sandbox numbers its processes. */
  readonly labProcessId: number;
  readonly file: string;
  readonly title: string;
  readonly nodes: readonly string[];
  /** ISO 8601. */
  readonly since: string;
}

/** Only files that say this are ours. */
const mark = 'mtulab 1';

/** Labs that stand, by name; files of dead ones are removed on the way. */
export const runningLabs = (): readonly RunningLabRecord[] =>
  names().flatMap((name) => {
    const lab = read(name);
    if (lab && lab.pidNamespace !== ourNumbering()) return [];
    if (lab && startTime(lab.pid) === lab.started) return [lab];
    if (lab) rmSync(fileOf(name), { force: true });
    return [];
  });

/** Remembers a lab, whole or not at all; throws where another of that name was remembered meanwhile. */
export const saveRunningLab = (lab: Omit<RunningLabRecord, 'mark' | 'started' | 'pidNamespace'>): void => {
  const draft = `${fileOf(lab.name)}.${process.pid}`;
  const marked: RunningLabRecord = {
    ...lab,
    mark,
    started: startTime(lab.pid) ?? 'gone',
    pidNamespace: ourNumbering(),
  };
  writeFileSync(draft, `${JSON.stringify(marked, undefined, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, fileOf(lab.name)); // unlike a rename it never replaces
  } finally {
    rmSync(draft);
  }
};

/** Forgets a lab that was taken down. */
export const removeRunningLab = ({ name }: RunningLabRecord): void => rmSync(fileOf(name), { force: true });

/** Where the socket of a standing lab is reached from the host. */
export const socketOf = ({ pid }: RunningLabRecord): string => `/proc/${pid}/root/run/mtulab.sock`;

const ourNumbering = (): string => readlinkSync('/proc/self/ns/pid');

const names = (): readonly string[] =>
  readdirSync(directory())
    .filter((file) => /^[a-z][a-z0-9-]*\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));

const fileOf = (name: string): string => join(directory(), `${name}.json`);

const read = (name: string): RunningLabRecord | undefined => {
  try {
    const lab = JSON.parse(readFileSync(fileOf(name), 'utf8')) as RunningLabRecord;
    return lab.mark === mark && lab.name === name ? lab : undefined;
  } catch {
    return undefined; // gone meanwhile, or not ours
  }
};

/** A directory that nobody else may write: /run for root, the user's runtime directory, or one of our own in /tmp. */
const directory = (): string => {
  const uid = process.geteuid!();
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const path = uid === 0 ? '/run/mtulab' : runtime ? join(runtime, 'mtulab') : join(tmpdir(), `mtulab-${uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== uid)
    throw new Error(`${path} belongs to another user; set XDG_RUNTIME_DIR to a directory of your own`);
  chmodSync(path, 0o700);
  return path;
};
