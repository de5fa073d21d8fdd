import { linkSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTime } from '../system/processes.ts';
import { stateFolder } from './state-folder.ts';

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
export const runningLabs = (folder = stateFolder({ create: false })): readonly RunningLabRecord[] =>
  folder === undefined ? [] : labsIn(folder);

const labsIn = (folder: string): readonly RunningLabRecord[] =>
  namesIn(folder).flatMap((name) => {
    const lab = read(folder, name);
    if (lab && lab.pidNamespace !== ourNumbering()) return [];
    if (lab && startTime(lab.pid) === lab.started) return [lab];
    if (lab) rmSync(fileOf(folder, name), { force: true });
    return [];
  });

/** Records a lab, whole or not at all; returns false if another of that name was recorded meanwhile. */
export const saveRunningLab = (
  lab: Omit<RunningLabRecord, 'mark' | 'started' | 'pidNamespace'>,
  folder = stateFolder({ create: true })!,
): boolean => {
  const file = fileOf(folder, lab.name);
  const draft = `${file}.${process.pid}`;
  const marked: RunningLabRecord = {
    ...lab,
    mark,
    started: startTime(lab.pid) ?? 'gone',
    pidNamespace: ourNumbering(),
  };
  writeFileSync(draft, `${JSON.stringify(marked, undefined, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file); // unlike a rename it never replaces
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
};

/** Forgets a lab that was taken down. */
export const removeRunningLab = ({ name }: RunningLabRecord): void => {
  const folder = stateFolder({ create: false });
  if (folder !== undefined) rmSync(fileOf(folder, name), { force: true });
};

/** Where the socket of a standing lab is reached from the host. */
export const socketOf = ({ pid }: RunningLabRecord): string => `/proc/${pid}/root/run/mtulab.sock`;

const ourNumbering = (): string => readlinkSync('/proc/self/ns/pid');

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9-]*\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

const read = (folder: string, name: string): RunningLabRecord | undefined => {
  try {
    const lab = JSON.parse(readFileSync(fileOf(folder, name), 'utf8')) as RunningLabRecord;
    return lab.mark === mark && lab.name === name ? lab : undefined;
  } catch {
    return undefined; // gone meanwhile, or not ours
  }
};
