/** A kernel in a guest: how it is booted, and how long it may be silent. */
export interface Guest {
  /**
   * Shell commands that prepare the boot in /run, and then start the guest: its PID in `$guest`, its console in /run/console. What the guest
   * cannot do without writes a sentence to /run/lost when it ends.
   */
  readonly boot: string;
  /** Shell commands that mount the folder of the host's /run/shared at /run/shared of the guest. */
  readonly mountShared: string;
  /** Folder of the kernel's modules. */
  readonly modules: string;
  /** Modules that are loaded before anything is built. */
  readonly load?: readonly string[];
  /** Shell command that ends the guest from inside. */
  readonly powerOff: string;
  readonly deadlines: GuestDeadlines;
}

export interface GuestDeadlines {
  /** From the start of the guest until its first sign of life, in seconds. */
  readonly boot: number;
  /** Between two signs of life, in seconds. */
  readonly silence: number;
}
