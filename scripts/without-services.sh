#!/bin/sh
# Runs a command that installs packages, as root, so that the services of the packages unbound, tayga, softflowd and nfdump are neither
# started nor enabled: labs run these programs alone, in namespaces of their own.
set -eu
services='unbound unbound-resolvconf tayga softflowd nfdump'
policy=${SBIN:-/usr/sbin}/policy-rc.d # invoke-rc.d and deb-systemd-invoke ask it whether they may start a service

if [ -e "$policy" ]; then
  for service in $services; do
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
  {
    echo '#!/bin/sh'
    for service in $services; do echo "case \" \$* \" in *\" $service \"* | *\" $service.\"*) exit 101 ;; esac"; done
  } >"$policy"
  chmod 755 "$policy"
fi
"$@"
for service in $services; do
  if command -v systemctl >/dev/null; then systemctl --quiet disable "$service.service" 2>/dev/null || true; fi
  if [ -e "/etc/init.d/$service" ] && command -v update-rc.d >/dev/null; then update-rc.d "$service" disable; fi
done
