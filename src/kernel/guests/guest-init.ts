import { shellQuote } from '../../text/shell-quote.ts';
import type { Guest } from './guest.ts';
import { measureFunction } from './measure-speed.ts';

/**
 * Returns the script of a guest's first process. The root of the host is there, read-only; the script mounts what a kernel provides, shows the
 * kernel its modules, loads those that are named, measures how slow the guest is, and runs the inner process. Programs of nodes find the same
 * modprobe as the kernel. Where a module cannot be loaded the guest ends with the exit code 70, and says so.
 */
export const guestInit = (
  { mountShared, modules, load = [], powerOff }: Pick<Guest, 'mountShared' | 'modules' | 'load' | 'powerOff'>,
  entry: readonly string[],
): string => `#!/bin/sh
# In the user namespace of an ordinary user root's files belong to the overflow user, whom a setuid program such as mount would become.
[ -O /bin/sh ] || [ -n "$MTULAB_INIT" ] || MTULAB_INIT=1 exec setpriv --no-new-privs /bin/sh "$0"
PATH=/run/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/run/tmp UV_THREADPOOL_SIZE=16 HOME=/run/tmp
export PATH TMPDIR UV_THREADPOOL_SIZE HOME
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir /run/netns /run/tmp /run/bin /run/shared /run/modules /run/modules/lib /run/modules/lib/modules
${mountShared}
ip link set dev lo up
# Many machines have no /lib/modules, and the root is read-only: the kernel is given a modprobe that looks elsewhere.
ln -s ${shellQuote(modules)} "/run/modules/lib/modules/$(uname -r)"
printf '#!/bin/sh\\nexec %s -d /run/modules "$@"\\n' "$(command -v modprobe)" >/run/bin/modprobe
chmod +x /run/bin/modprobe
echo /run/bin/modprobe >/proc/sys/kernel/modprobe
# Translators open /dev/net/tun, which appears with its module; a kernel without it lacks the capability.
modprobe -q tun
# User-Mode Linux has IPv6 as a module, which a look at its settings does not load.
modprobe -q ipv6
# A sign of life each second: the host ends a guest that gives none for too long.
(
  count=0
  while :; do
    count=$((count + 1))
    echo $count >/run/shared/alive
    sleep 1
  done
) &
# Init must not end: the kernel would panic before the power is off.
failed() {
  echo "$1" >>/run/shared/errors
  echo 70 >/run/shared/code
  ${powerOff}
  sleep 1000
}
${load.map(loadModule).join('')}${measureFunction}
measure >/run/shared/guest-ms
factor=$(awk -v host="$(cat /run/shared/host-ms)" '{ factor = $1 / host; print (factor < 1 ? 1 : factor > 100 ? 100 : factor) }' /run/shared/guest-ms)
mkfifo /run/control
# The end of this pipe would stop the inner process, so it stays open.
{
  cat /run/shared/job
  exec sleep 1000000
} >/run/control &
${entry.map(shellQuote).join(' ')} --time-scale "$factor" 3</run/control >/run/shared/events 2>/run/shared/errors </dev/null
echo $? >/run/shared/code
${powerOff}
sleep 1000
`;

const loadModule = (name: string): string =>
  `reason=$(modprobe ${shellQuote(name)} 2>&1) || failed "the module ${name} cannot be loaded: $reason"\n`;
