import { closeSync, constants, fchownSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../kernel/system/output-file.ts';
import type { FileOwner, OutputFile } from '../kernel/system/output-file.ts';
import { systemErrorText } from '../kernel/system/system-error-text.ts';

/** The folder of one scenario. Its files replace those of an earlier run; no link in it is followed. */
export interface ScenarioFolder {
  readonly path: string;
  write(name: string, text: string, mode?: number): void;
  /** Creates a file that is written piece by piece. */
  open(name: string): OutputFile;
}

/**
 * Opens the folder of that name in another one, or creates it. The next number is added to a name that this run has
 * used, and to one that is not a folder of this user: a link, for instance. Files are created below the opened folder
 * and not below its path, which others may replace meanwhile.
 */
export const openScenarioFolder = ({ parent, name, used, owner }: FolderRequest): ScenarioFolder => {
  const path = chooseFolder({ parent, name, used, owner });
  const open = (file: string, mode?: number): OutputFile =>
    withFolder(path, (folder) =>
      replaceFile(`/proc/self/fd/${folder}/${file}`, { ...(mode && { mode }), owner, name: join(path, file) }),
    );
  return {
    path,
    write: (file, text, mode) => {
      const { write, close } = open(file, mode);
      write(text);
      close();
    },
    open: (file) => open(file),
  };
};

interface FolderRequest {
  readonly parent: string;
  readonly name: string;
  /** The folders of this run; the new one is added. */
  readonly used: Set<string>;
  readonly owner?: FileOwner | undefined;
}

const chooseFolder = ({ parent, name, used, owner }: FolderRequest): string => {
  for (let number = 1; ; number++) {
    const path = join(parent, number === 1 ? name : `${name}-${number}`);
    if (used.has(path) || !takeFolder(path, owner)) continue;
    used.add(path);
    return path;
  }
};

/** Creates a folder or opens an existing one; returns false if something else has its name. */
const takeFolder = (path: string, owner: FileOwner | undefined): boolean => {
  try {
    const isNew = makeFolder(path);
    return withFolder(path, (folder) => {
      if (isNew && owner) fchownSync(folder, owner.uid, owner.gid);
      return isNew || [process.geteuid!(), owner?.uid].includes(fstatSync(folder).uid);
    });
  } catch (error) {
    if (error instanceof NotAFolder) return false;
    throw error;
  }
};

/** Returns whether a folder was created; false where something of that name exists. */
const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { mode: 0o755 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Error(cannotWrite(path, error), { cause: error });
  }
};

/** Opens a folder for the duration of an action; a link to one is not a folder. */
const withFolder = <T>(path: string, action: (folder: number) => T): T => {
  const folder = openFolder(path);
  try {
    return action(folder);
  } finally {
    closeSync(folder);
  }
};

const openFolder = (path: string): number => {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  try {
    return openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const Failure = ['ELOOP', 'ENOTDIR'].includes(code) ? NotAFolder : Error;
    throw new Failure(cannotWrite(path, error), { cause: error });
  }
};

class NotAFolder extends Error {}

const cannotWrite = (path: string, error: unknown): string => `cannot write ${path}: ${systemErrorText(error)}`;
