import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MachineError } from '../system/machine-error.ts';

/** A kernel for QEMU, as files. */
export interface KernelFiles {
  readonly kernel: string;
  readonly modules: string;
}

/**
 * Fetches a Debian package once, and unpacks it in the user's cache; nothing is installed. Returns its folder; rejects with a MachineError
 * with what apt-get or dpkg printed.
 */
export const unpackPackage = async (name: string, signal: AbortSignal): Promise<string> => {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mtulab/kernels');
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Two runs may fetch at the same time, and one may be killed: the folder gets its name when it is whole.
  const draft = mkdtempSync(join(cache, '.draft-'));
  try {
    await call('apt-get', ['download', name], {
      cwd: draft,
      signal,
      remedy: `run apt-get update; apt-cache policy ${name} shows what there is`,
    });
    const file = readdirSync(draft).find((each) => each.endsWith('.deb'))!;
    await call('dpkg', ['-x', file, 'tree'], { cwd: draft, signal, remedy: 'install dpkg' });
    try {
      renameSync(join(draft, 'tree'), folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
    return folder;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
};

/** The kernel of a Debian package such as linux-image-6.1.0-54-cloud-amd64, fetched if need be. */
export const packagedKernel = async (name: string, signal: AbortSignal): Promise<KernelFiles> => {
  const folder = await unpackPackage(name, signal);
  const [image, release] = [imageIn(folder), releaseIn(folder)];
  if (image === undefined || release === undefined)
    throw new MachineError({
      what: `the package ${name} has no kernel`,
      remedy: 'a package such as linux-image-cloud-amd64 only depends on one: apt-cache depends shows its name',
    });
  const modules = join(folder, 'lib/modules', release);
  if (!existsSync(join(modules, 'modules.dep')))
    await call('depmod', ['-b', folder, release], { cwd: folder, signal, remedy: 'install kmod' });
  return { kernel: join(folder, 'boot', image), modules };
};

const imageIn = (folder: string): string | undefined =>
  filesIn(join(folder, 'boot')).find((file) => file.startsWith('vmlinuz'));

const releaseIn = (folder: string): string | undefined => filesIn(join(folder, 'lib/modules'))[0];

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

interface Call {
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly remedy: string;
}

const call = async (program: string, args: readonly string[], { cwd, signal, remedy }: Call): Promise<void> => {
  const { execa } = await import('execa');
  const env = { PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`, LC_ALL: 'C' };
  const { failed, all, code } = await execa(program, args, {
    cwd,
    env,
    all: true,
    cancelSignal: signal,
    reject: false,
  });
  signal.throwIfAborted();
  if (failed)
    throw new MachineError({
      what: `${program} failed`,
      command: [program, ...args].join(' '),
      output: code === 'ENOENT' ? `${program} is missing` : (all ?? ''),
      remedy,
    });
};
