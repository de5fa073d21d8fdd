import { libc } from './libc.ts';
import { withoutSignals } from './without-signals.ts';

/**
 * Makes the process group of this process the foreground group of a terminal, as a shell does when its job has ended (tcsetpgrp(3)); false
 * where the descriptor is none. A shell in a node cannot do it: it does not see the process groups outside of its PID namespace.
 */
export const takeTerminal = (descriptor: number): boolean =>
  withoutSignals(() => tcsetpgrp(descriptor, getpgrp()) === 0); // SIGTTOU would stop this process

const tcsetpgrp: (descriptor: number, group: number) => number = libc.func('int tcsetpgrp(int fd, int group)');
const getpgrp: () => number = libc.func('int getpgrp()');
