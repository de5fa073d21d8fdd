import { accessSync, chownSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ArtifactsFolder } from '../../artifacts/open-artifacts.ts';
import { errorMessage } from '../command-line/error-message.ts';

/** Creates the folder of `--artifacts`, owned by the calling user even under sudo, or returns why it cannot be used. */
export const artifactsFolder = (folderOption: string): ArtifactsFolder | { readonly error: string } => {
  try {
    const owner = sudoCaller(process.env);
    const path = resolve(folderOption);
    const isNew = !existsSync(path);
    mkdirSync(path, { recursive: true });
    const folder = realpathSync(path);
    if (hiddenInSandbox.test(folder))
      return {
        error: `--artifacts ${folderOption}: a run has a /run and /proc of its own and cannot write there; choose another folder`,
      };
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (isNew && owner) chownSync(folder, owner.uid, owner.gid);
    return { folder, ...(owner && { owner }) };
  } catch (error) {
    return { error: `--artifacts ${folderOption}: cannot be written (${errorMessage(error)})` };
  }
};

/** The sandbox mounts its own file systems there. */
const hiddenInSandbox = /^\/(run|proc)(\/|$)/;

const sudoCaller = ({ SUDO_UID, SUDO_GID }: NodeJS.ProcessEnv): ArtifactsFolder['owner'] =>
  process.geteuid?.() === 0 && SUDO_UID && SUDO_GID ? { uid: Number(SUDO_UID), gid: Number(SUDO_GID) } : undefined;
