import { accessSync, constants, lchownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ArtifactsFolder } from '../../artifacts/open-artifacts.ts';
import { errorMessage } from '../command-line/error-message.ts';

/** Creates the folder of `--artifacts`, owned by the calling user even under sudo, or returns why it cannot be used. */
export const artifactsFolder = (folderOption: string): ArtifactsFolder | { readonly error: string } => {
  try {
    const owner = sudoCaller(process.env);
    const path = resolve(folderOption);
    const existing = lstatSync(path, { throwIfNoEntry: false });
    if (existing?.isSymbolicLink() && !trustedUsers(owner).includes(existing.uid))
      return { error: `--artifacts ${folderOption}: is a link of another user; choose another folder` };
    mkdirSync(path, { recursive: true });
    const folder = realpathSync(path);
    if (hiddenInSandbox.test(folder))
      return {
        error: `--artifacts ${folderOption}: a run has a /run and /proc of its own and cannot write there; choose another folder`,
      };
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (!existing && owner) lchownSync(folder, owner.uid, owner.gid);
    return { folder, ...(owner && { owner }) };
  } catch (error) {
    return { error: `--artifacts ${folderOption}: cannot be written (${errorMessage(error)})` };
  }
};

/** Links of these users may be followed: they could write to the folder in any case. */
const trustedUsers = (owner: ArtifactsFolder['owner']): readonly (number | undefined)[] => [
  0,
  process.geteuid?.(),
  owner?.uid,
];

/** The sandbox mounts its own file systems there. */
const hiddenInSandbox = /^\/(run|proc)(\/|$)/;

const sudoCaller = ({ SUDO_UID, SUDO_GID }: NodeJS.ProcessEnv): ArtifactsFolder['owner'] =>
  process.geteuid?.() === 0 && SUDO_UID && SUDO_GID ? { uid: Number(SUDO_UID), gid: Number(SUDO_GID) } : undefined;
