import { shellQuote } from '../../text/shell-quote.ts';
import type { Guest } from './guest.ts';
import { measureFunction } from './measure-speed.ts';

/**
 * Returns the script of a guest's first process. The root of the host is there, read-only; the script mounts what a kernel provides, shows the
 * kernel its modules, measures how slow the guest is, and runs the inner process.
 */
export const guestInit = (
  { mountShared, modules, powerOff }: Pick<Guest, 'mountShared' | 'modules' | 'powerOff'>,
  entry: readonly string[],
): string => `#!/bin/sh
# In the user namespace of an ordinary user root's files belong to the overflow user, whom a setuid program such as mount would become.
[ -O /bin/sh ] || [ -n "$MTULAB_INIT" ] || MTULAB_INIT=1 exec setpriv --no-new-privs /bin/sh "$0"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/run/tmp UV_THREADPOOL_SIZE=16 HOME=/run/tmp
export PATH TMPDIR UV_THREADPOOL_SIZE HOME
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir /run/netns /run/tmp /run/shared /run/modules /run/modules/lib /run/modules/lib/modules
${mountShared}
ip link set dev lo up
# Many machines have no /lib/modules, and the root is read-only: the kernel is given a modprobe that looks elsewhere.
ln -s ${shellQuote(modules)} "/run/modules/lib/modules/$(uname -r)"
printf '#!/bin/sh\\nexec modprobe -d /run/modules "$@"\\n' >/run/modprobe
chmod +x /run/modprobe
echo /run/modprobe >/proc/sys/kernel/modprobe
# Translators open /dev/net/tun, which appears with its module; a kernel without it lacks the capability.
/run/modprobe -q tun
(
  count=0
  while :; do
    count=$((count + 1))
    echo $count >/run/shared/alive
    sleep 1
  done
) &
${measureFunction}
measure >/run/shared/guest-ms
factor=$(awk -v host="$(cat /run/shared/host-ms)" '{ factor = $1 / host; print (factor < 1 ? 1 : factor > 100 ? 100 : factor) }' /run/shared/guest-ms)
mkfifo /run/control
{
  cat /run/shared/job
  exec sleep 1000000
} >/run/control &
${entry.map(shellQuote).join(' ')} --time-scale "$factor" 3</run/control >/run/shared/events 2>/run/shared/errors </dev/null
echo $? >/run/shared/code
${powerOff}
sleep 1000
`;
