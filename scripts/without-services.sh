#!/bin/sh
# Runs a command that installs packages, as root, so that the services of the packages unbound and tayga are neither started nor enabled: labs
# run these programs alone, in namespaces of their own.
set -eu
policy=${SBIN:-/usr/sbin}/policy-rc.d # invoke-rc.d and deb-systemd-invoke ask it whether they may start a service

if [ -e "$policy" ]; then
  for service in unbound tayga; do
    code=0
    "$policy" "$service" start >/dev/null 2>&1 || code=$?
    [ "$code" = 101 ] || {
      echo "setup: $policy would let the service of $service start; install the package by hand: apt-get install $service" >&2
      exit 1
    }
  done
else
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' INT TERM HUP
  # Should it be left behind by a kill -9, it concerns these services alone.
  printf '#!/bin/sh\ncase " $* " in *" unbound"* | *" tayga"*) exit 101 ;; esac\n' >"$policy"
  chmod 755 "$policy"
fi
"$@"
for service in unbound unbound-resolvconf tayga; do
  if command -v systemctl >/dev/null; then systemctl --quiet disable "$service.service" 2>/dev/null || true; fi
  if [ -e "/etc/init.d/$service" ] && command -v update-rc.d >/dev/null; then update-rc.d "$service" disable; fi
done
