import { shellQuote } from '../../text/shell-quote.ts';
import type { Guest, GuestDeadlines } from './guest.ts';

/** User-Mode Linux: a kernel that is an ordinary program. */
export interface UmlKernel {
  /** Its program, linux.uml. */
  readonly program: string;
  /** Folder of its modules. */
  readonly modules: string;
}

/** A guest of User-Mode Linux: it reads the root of the host by hostfs. */
export const umlGuest = ({ program, modules }: UmlKernel, deadlines: GuestDeadlines = umlDeadlines): Guest => ({
  modules,
  deadlines,
  mountShared: 'mount -t hostfs -o /run/shared none /run/shared',
  powerOff: 'poweroff -f || echo o >/proc/sysrq-trigger',
  boot: `
TMPDIR=/run ${shellQuote(program)} mem=1G rootfstype=hostfs rootflags=/ ro init=/run/shared/init con=null con0=null,fd:2 con1=null,fd:1 \\
  quiet panic=-1 </dev/null >>/run/console 2>&1 3<&- &
guest=$!`,
});

const umlDeadlines: GuestDeadlines = { boot: 30, silence: 30 };
