import type { Guest } from './guest.ts';
import { measureFunction } from './measure-speed.ts';

/**
 * Returns the script that runs a guest inside a sandbox: it passes the job in and the events out, and ends the guest when it shows no sign of
 * life within its deadlines, or when the outer process asks it to stop. On failure it prints the reason and the last lines of the console.
 */
export const guestScript = ({ boot, deadlines }: Pick<Guest, 'boot' | 'deadlines'>): string => `
mkdir /run/shared
printf '%s' "$1" >/run/shared/init
chmod +x /run/shared/init
: >/run/shared/events
: >/run/console
${measureFunction}
measure >/run/shared/host-ms
head -n 1 <&3 >/run/shared/job
fail() {
  printf '%s\\nthe last lines of the console of the guest:\\n' "$1" >&2
  # Addresses of a call trace and registers would push out the messages before them.
  tr -d '\\r' </run/console | grep -v -e '^$' -e '\\[<[0-9a-f]*>\\]' -e '\\] \\(R[^I][^ ]*\\|[CF]S\\|CR2\\|PKRU\\|Code\\): ' | tail -n 12 | cut -c 1-200 >&2
  if [ -s /run/shared/errors ]; then
    echo 'what its inner process printed:'
    tail -n 12 /run/shared/errors
  fi >&2
  exit 70
}
${boot}
{
  read -r stop <&3
  echo 'the guest was stopped' >/run/reason
  kill -KILL $guest
} 2>/dev/null &
(
  last='' silent=0 limit=${deadlines.boot} lost=0
  while kill -0 $guest; do
    sleep 1
    # A guest that powers off loses its servers too, and is gone at the next look.
    if [ -s /run/lost ] && [ ! -s /run/shared/code ] && lost=$((lost + 1)) && [ $lost -ge 2 ]; then
      cat /run/lost >/run/reason
      kill -KILL $guest
    fi
    read -r now </run/shared/alive && limit=${deadlines.silence}
    silent=$((silent + 1))
    [ "$now" = "$last" ] || silent=0
    last=$now
    [ $silent -lt $limit ] && continue
    if [ -z "$now" ]; then echo 'the guest did not boot within ${deadlines.boot} s'
    else echo 'the guest showed no sign of life for ${deadlines.silence} s'
    fi >/run/reason
    kill -KILL $guest
  done
) 2>/dev/null &
{
  tail -n +1 -s 0.2 --pid=$guest -f /run/shared/events 3<&- || {
    echo 'tail, which prints the events of the guest, has ended' >/run/reason
    kill -KILL $guest
  }
  wait $guest
} 2>/dev/null
code=$?
[ -s /run/reason ] && fail "$(cat /run/reason)"
panic=$(grep -m 1 -o 'Kernel panic.*' /run/console | tr -d '\\r')
[ -z "$panic" ] || fail "$panic"
[ -s /run/shared/code ] || fail "the guest ended (exit code $code) before its run did"
[ -s /run/shared/errors ] && cat /run/shared/errors >&2
exit "$(cat /run/shared/code)"
`;
