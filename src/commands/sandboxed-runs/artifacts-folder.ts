import { accessSync, chownSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ArtifactsFolder } from '../../artifacts/keep-artifacts.ts';
import { errorMessage } from '../command-line/error-message.ts';

/** Makes the folder of `--artifacts`, for the person who called even through sudo; or says why it cannot be used. */
export const artifactsFolder = (asked: string): ArtifactsFolder | { readonly wrong: string } => {
  try {
    const owner = callerOf(process.env);
    const path = resolve(asked);
    const isNew = !existsSync(path);
    mkdirSync(path, { recursive: true });
    const folder = realpathSync(path);
    if (hidden.test(folder))
      return {
        wrong: `--artifacts ${asked}: a run has a /run and /proc of its own and cannot write there; choose another folder`,
      };
    accessSync(folder, constants.W_OK | constants.X_OK);
    if (isNew && owner) chownSync(folder, owner.uid, owner.gid);
    return { folder, ...(owner && { owner }) };
  } catch (error) {
    return { wrong: `--artifacts ${asked}: cannot be written (${errorMessage(error)})` };
  }
};

/** Mounted anew inside the sandbox. */
const hidden = /^\/(run|proc)(\/|$)/;

const callerOf = ({ SUDO_UID, SUDO_GID }: NodeJS.ProcessEnv): ArtifactsFolder['owner'] =>
  process.geteuid?.() === 0 && SUDO_UID && SUDO_GID ? { uid: Number(SUDO_UID), gid: Number(SUDO_GID) } : undefined;
