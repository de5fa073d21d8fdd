import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder for the records of running labs, which only this user may write: the first of these paths that is
 * one. Returns undefined when there is none and `create` is false; throws when none can be created.
 */
export const stateFolder = (
  { create }: { readonly create: boolean },
  paths: readonly string[] = stateFolderPaths({
    ...{ uid: process.geteuid!(), chosen: process.env['MTULAB_STATE'] },
    ...{ runtime: process.env['XDG_RUNTIME_DIR'], temporary: tmpdir() },
  }),
): string | undefined => {
  const own = paths.find(isOwnFolder) ?? (create ? paths.find(makeFolder) : undefined);
  if (own !== undefined && (lstatSync(own).mode & 0o777) !== 0o700) chmodSync(own, 0o700);
  if (own === undefined && create)
    throw new Error(
      `there is no folder for the records of running labs: ${paths[0]}${paths.length > 1 ? ' and the others belong' : ' belongs'} to other users or cannot be created; set MTULAB_STATE to a directory of your own`,
    );
  return own;
};

/**
 * The paths that the state folder may have, the preferred one first: the one that the user chose and no other, else in /run
 * for root, in the user's runtime directory, or in the temporary directory, where several are tried since other users may
 * take a name there.
 */
export const stateFolderPaths = ({ uid, chosen, runtime, temporary }: User): readonly string[] =>
  chosen
    ? [chosen]
    : [
        ...(uid === 0 ? ['/run/mtulab'] : runtime ? [join(runtime, 'mtulab')] : []),
        ...Array.from({ length: 100 }, (_, number) =>
          join(temporary, `mtulab-${uid}${number === 0 ? '' : `-${number}`}`),
        ),
      ];

interface User {
  readonly uid: number;
  /** MTULAB_STATE: labs of one folder do not see those of another. */
  readonly chosen?: string | undefined;
  /** XDG_RUNTIME_DIR. */
  readonly runtime?: string | undefined;
  readonly temporary: string;
}

/** A link does not count: the user who made it may lead it elsewhere. */
const isOwnFolder = (path: string): boolean => {
  try {
    const stat = lstatSync(path);
    return stat.isDirectory() && stat.uid === process.geteuid!();
  } catch {
    return false; // it does not exist, or a folder above it may not be entered
  }
};

/** Creates a folder; true as well if another process of this user has just created it. */
export const makeFolder = (path: string): boolean => {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch {
    return isOwnFolder(path);
  }
};
