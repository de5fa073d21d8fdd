import {
  existsSync,
  linkSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { processStartTime } from '../system/processes.ts';
import { makeFolder, stateFolder } from './state-folder.ts';

/** A running lab that `up` built, as recorded in the state directory. */
export interface RunningLabRecord {
  readonly mark: typeof mark;
  readonly name: string;
  /** PID 1 of its sandbox, as numbered by the host, and its start in ticks since boot, since the PID may have been reused. */
  readonly pid: number;
  readonly started: string;
  /** The shim of its sandbox and the start of that; records of earlier versions lack it. */
  readonly shim?: { readonly pid: number; readonly started: string };
  /** The PID namespace of the host to which `pid` belongs: seen from a shell in a node, labs must not look dead. */
  readonly pidNamespace: string;
  /** PID of the lab process, as numbered by the sandbox. */
  readonly labProcessId: number;
  readonly file: string;
  readonly title: string;
  readonly nodes: readonly string[];
  /** Its interfaces, as scenarios name them; records of earlier versions lack them. */
  readonly places?: readonly string[];
  /** Time of the start, ISO 8601. */
  readonly since: string;
}

/** Identifies files of this program and format. */
const mark = 'mtulab 1';

/** Returns the running labs and removes the records of labs that have ended, with their folder if no record is left. */
export const runningLabs = (folder = stateFolder({ create: false })): readonly RunningLabRecord[] =>
  folder === undefined ? [] : labsIn(folder);

const labsIn = (folder: string): readonly RunningLabRecord[] => {
  const labs = recordedNames(folder).flatMap((name) => {
    const lab = readRecord(folder, name);
    if (lab && lab.pidNamespace !== ownPidNamespace()) return [];
    if (lab && processStartTime(lab.pid) === lab.started) return [lab];
    if (lab) rmSync(fileOf(folder, name), { force: true });
    return [];
  });
  removeDrafts(folder);
  if (labs.length === 0) removeIfEmpty(folder);
  return labs;
};

/** Drafts of records have the PID of their writer at the end; one that was killed while it wrote has left its draft. */
const removeDrafts = (folder: string): void => {
  for (const file of filesIn(folder)) {
    const [, pid] = /\.(\d+)$/.exec(file) ?? [];
    if (pid !== undefined && processStartTime(Number(pid)) === undefined) rmSync(join(folder, file), { force: true });
  }
};

/** Records a lab, atomically; returns false when a lab of that name was recorded meanwhile. */
export const saveRunningLab = ({ shimPid, ...lab }: NewLab, folder = stateFolder({ create: true })!): boolean => {
  const file = fileOf(folder, lab.name);
  const draft = `${file}.${process.pid}`;
  const record: RunningLabRecord = {
    ...lab,
    mark,
    started: startOf(lab.pid),
    shim: { pid: shimPid, started: startOf(shimPid) },
    pidNamespace: ownPidNamespace(),
  };
  try {
    writeFileSync(draft, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
    linkSync(draft, file); // unlike rename, link never replaces a file
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // The command that stopped the last lab has just removed the folder.
    if (code === 'ENOENT' && makeFolder(folder)) return saveRunningLab({ shimPid, ...lab }, folder);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

type NewLab = Omit<RunningLabRecord, 'mark' | 'started' | 'shim' | 'pidNamespace'> & { readonly shimPid: number };

const startOf = (pid: number): string => processStartTime(pid) ?? 'gone';

/** Removes the record of a stopped lab. */
export const removeRunningLab = ({ name }: RunningLabRecord): void => {
  const folder = stateFolder({ create: false });
  if (folder === undefined) return;
  rmSync(fileOf(folder, name), { force: true });
  removeIfEmpty(folder);
};

/** The folder of an ordinary user may be in the temporary directory, where nothing of a stopped lab should remain. */
const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch {
    // it has other records, or another command has removed it
  }
};

/** Returns the path under which the host reaches the socket of a running lab. */
export const socketOf = ({ pid }: Pick<RunningLabRecord, 'pid'>): string => `/proc/${pid}/root/run/mtulab.sock`;

const ownPidNamespace = (): string => readlinkSync('/proc/self/ns/pid');

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

const recordedNames = (folder: string): readonly string[] =>
  filesIn(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

const readRecord = (folder: string, name: string): RunningLabRecord | undefined => {
  try {
    const lab = JSON.parse(readFileSync(fileOf(folder, name), 'utf8')) as RunningLabRecord;
    return lab.mark === mark && lab.name === name ? lab : undefined;
  } catch {
    return undefined; // removed meanwhile, or not a record
  }
};
