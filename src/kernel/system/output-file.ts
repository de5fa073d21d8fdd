import { closeSync, constants, fchownSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { systemErrorText } from './system-error-text.ts';

/** A file that is written piece by piece; every failure is an Error that names it. */
export interface OutputFile {
  write(content: string | Uint8Array): void;
  close(): void;
}

export interface FileOptions {
  /** Permissions of a new file, less those that the umask takes away. */
  readonly mode?: number;
  /** The user that the file is given to; by default it belongs to the user of this process. */
  readonly owner?: FileOwner | undefined;
  /** The name of the file in error messages. */
  readonly name?: string;
}

export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/** Opens a file that the user named: an existing one is overwritten, through links as well. */
export const overwriteFile = (path: string): OutputFile => outputFile(path, () => openSync(path, 'w'));

/** Opens a file that another program named: what it has stays, and what is written follows. */
export const appendToFile = (path: string): OutputFile => outputFile(path, () => openSync(path, 'a'));

/**
 * Creates a file in a folder that others may write to as well: whatever has its name is removed first, and no link is
 * followed, so that no other file is written or given away.
 */
export const replaceFile = (path: string, { mode = 0o644, owner, name = path }: FileOptions = {}): OutputFile =>
  outputFile(name, () => {
    remove(path);
    const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    if (owner) fchownSync(file, owner.uid, owner.gid);
    return file;
  });

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

const outputFile = (name: string, open: () => number): OutputFile => {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw new Error(`cannot write ${name}: ${systemErrorText(error)}`, { cause: error });
    }
  };
  const file = attempt(open);
  return {
    write: (content) =>
      attempt(() => {
        let rest = typeof content === 'string' ? Buffer.from(content) : content;
        while (rest.length > 0) rest = rest.subarray(writeSync(file, rest)); // a nearly full disk takes a part
      }),
    close: () => attempt(() => closeSync(file)),
  };
};

const remove = (path: string): void => {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};
