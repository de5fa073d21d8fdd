import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProgress, progressFile } from './progress.ts';
import type { ExerciseProgress } from './progress.ts';

/** A participant, by the owner of his state folder. */
export interface Participant {
  readonly name: string;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

/** Where the users of this machine have their state folders: root in /run, others in their runtime directories or in the temporary one. */
export const usualFolders = (): readonly string[] => [
  '/run/mtulab',
  ...foldersIn('/run/user').map((folder) => join(folder, 'mtulab')),
  ...foldersIn(tmpdir()).filter((folder) => /\/mtulab-\d+(-\d+)?$/.test(folder)),
];

/** The folders in a folder, none where it cannot be read. */
export const foldersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};

/** Reads the progress in state folders; what is no progress file of the owner of its folder is left out. */
export const readClass = (folders: readonly string[], users = userNames()): readonly Participant[] =>
  folders.flatMap((folder) => {
    try {
      const { uid } = lstatSync(folder);
      const progress = parseProgress(readOwn(join(folder, progressFile), uid));
      return progress ? [{ name: users.get(uid) ?? `user ${uid}`, exercises: progress.exercises }] : [];
    } catch {
      return []; // no lesson was begun there, or the folder is not for this user
    }
  });

/** The text of a file that belongs to this user. No link is followed and no pipe opened: its owner may want root to read something else. */
const readOwn = (path: string, uid: number): string => {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.uid !== uid || stat.size > longest) throw new Error('it is not a progress file');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
};

/** Bytes: some hundred bytes for each lesson and case. */
const longest = 1_000_000;

/** Names of users by number, as /etc/passwd has them. */
const userNames = (): ReadonlyMap<number, string> =>
  new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid]) => [Number(uid), name] as const),
  );
