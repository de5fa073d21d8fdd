import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder for the records of running labs that only this user may write: in /run for root, in the user's
 * runtime directory, or in the temporary directory, where another name is taken if someone else has the usual one.
 * Returns undefined when there is none and `create` is false; throws when none can be created.
 */
export const stateFolder = ({ create }: { readonly create: boolean }): string | undefined => {
  const own = candidates().find(isOwnFolder);
  if (own !== undefined) {
    if ((lstatSync(own).mode & 0o777) !== 0o700) chmodSync(own, 0o700);
    return own;
  }
  return create ? createFirst() : undefined;
};

const createFirst = (): string => {
  for (const path of candidates()) if (makeFolder(path)) return path;
  throw new Error(
    `there is no folder for the records of running labs: ${candidates().at(0)} and others belong to other users or cannot be written; set XDG_RUNTIME_DIR to a directory that you own`,
  );
};

/** The user's own names, the preferred one first; anyone can take a name in the temporary directory. */
const candidates = (): readonly string[] => {
  const uid = process.geteuid!();
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const temporary = join(tmpdir(), `mtulab-${uid}`);
  return [
    ...(uid === 0 ? ['/run/mtulab'] : runtime ? [join(runtime, 'mtulab')] : []),
    ...Array.from({ length: 100 }, (_, number) => (number === 0 ? temporary : `${temporary}-${number}`)),
  ];
};

/** Not a link: whoever made it could lead it elsewhere. */
const isOwnFolder = (path: string): boolean => {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() && stat.uid === process.geteuid!();
  } catch {
    return false;
  }
};

/** Creates a folder; true as well if another process of this user has just created it. */
const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch {
    return isOwnFolder(path);
  }
};
