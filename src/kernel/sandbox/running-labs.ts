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
import { processStartTime } from '../system/processes.ts';

/** A running lab that `up` built, as recorded in the state directory. */
export interface RunningLabRecord {
  readonly mark: typeof mark;
  readonly name: string;
  /** PID 1 of its sandbox, as numbered by the host, and its start in ticks since boot, since the PID may have been reused. */
  readonly pid: number;
  readonly started: string;
  /** The PID namespace of the host to which `pid` belongs: seen from a shell in a node, labs must not look dead. */
  readonly pidNamespace: string;
  /** PID of the lab process, as numbered by the sandbox. */
  readonly labProcessId: number;
  readonly file: string;
  readonly title: string;
  readonly nodes: readonly string[];
  /** Time of the start, ISO 8601. */
  readonly since: string;
}

/** Identifies files of this program and format. */
const mark = 'mtulab 1';

/** Returns the running labs and removes the records of labs that have ended. */
export const runningLabs = (): readonly RunningLabRecord[] =>
  recordedNames().flatMap((name) => {
    const lab = readRecord(name);
    if (lab && lab.pidNamespace !== ownPidNamespace()) return [];
    if (lab && processStartTime(lab.pid) === lab.started) return [lab];
    if (lab) rmSync(fileOf(name), { force: true });
    return [];
  });

/** Records a lab, atomically; throws EEXIST when a lab of that name was recorded meanwhile. */
export const saveRunningLab = (lab: Omit<RunningLabRecord, 'mark' | 'started' | 'pidNamespace'>): void => {
  const draft = `${fileOf(lab.name)}.${process.pid}`;
  const record: RunningLabRecord = {
    ...lab,
    mark,
    started: processStartTime(lab.pid) ?? 'gone',
    pidNamespace: ownPidNamespace(),
  };
  writeFileSync(draft, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, fileOf(lab.name)); // unlike rename, link never replaces a file
  } finally {
    rmSync(draft);
  }
};

/** Removes the record of a stopped lab. */
export const removeRunningLab = ({ name }: RunningLabRecord): void => rmSync(fileOf(name), { force: true });

/** Returns the path under which the host reaches the socket of a running lab. */
export const socketOf = ({ pid }: RunningLabRecord): string => `/proc/${pid}/root/run/mtulab.sock`;

const ownPidNamespace = (): string => readlinkSync('/proc/self/ns/pid');

const recordedNames = (): readonly string[] =>
  readdirSync(stateDirectory())
    .filter((file) => /^[a-z][a-z0-9-]*\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));

const fileOf = (name: string): string => join(stateDirectory(), `${name}.json`);

const readRecord = (name: string): RunningLabRecord | undefined => {
  try {
    const lab = JSON.parse(readFileSync(fileOf(name), 'utf8')) as RunningLabRecord;
    return lab.mark === mark && lab.name === name ? lab : undefined;
  } catch {
    return undefined; // removed meanwhile, or not a record
  }
};

/** A directory that only this user may write: in /run for root, in the user's runtime directory, or in /tmp. */
const stateDirectory = (): string => {
  const uid = process.geteuid!();
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const path = uid === 0 ? '/run/mtulab' : runtime ? join(runtime, 'mtulab') : join(tmpdir(), `mtulab-${uid}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== uid)
    throw new Error(`${path} belongs to another user; set XDG_RUNTIME_DIR to a directory that you own`);
  chmodSync(path, 0o700);
  return path;
};
