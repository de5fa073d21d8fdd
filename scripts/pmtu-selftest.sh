#!/bin/sh
# Runs pmtu.sh, the kernel's own test of path MTUs, on the kernel of this machine, in namespaces of its own, and prints beside each of its
# cases what the scenario of mtulab about the same shows. It takes two minutes, and exits with 1 where they disagree.
#   sh scripts/pmtu-selftest.sh [PACKAGE]
# PACKAGE is a source package of Debian (linux-source-6.1 by default, 140 MB), fetched once; two files of it are kept below ~/.cache/mtulab,
# and nothing is installed.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
package=${1:-linux-source-6.1}
folder="${XDG_CACHE_HOME:-$HOME/.cache}/mtulab/selftests/$package"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

stop() {
  echo "pmtu-selftest: $1" >&2
  exit 2
}

# The package has the source as an archive of its own; newer versions of pmtu.sh read lib.sh beside it.
fetch() {
  echo "pmtu-selftest: fetching $package" >&2
  (cd "$work" && apt-get download "$package") >&2 || stop "apt-get download $package failed; run apt-get update, or name another package"
  mkdir "$work/tree" "$work/tests"
  dpkg-deb -x "$work/$package"_*.deb "$work/tree"
  archive=$(find "$work/tree" -name 'linux-source-*.tar.xz')
  tar -xJf "$archive" -C "$work/tests" --strip-components=5 --wildcards '*/tools/testing/selftests/net/pmtu.sh' '*/tools/testing/selftests/net/lib.sh' 2>/dev/null || :
  [ -s "$work/tests/pmtu.sh" ] || stop "$package has no pmtu.sh"
  mkdir -p "$folder"
  cp "$work"/tests/*.sh "$folder"
}

[ -s "$folder/pmtu.sh" ] || fetch
user=''
[ "$(id -u)" = 0 ] || user='--user --map-root-user'
echo "pmtu-selftest: running pmtu.sh" >&2
# It fails as a whole where one case does, and what it prints has each of them.
unshare $user --mount --net --pid --fork --kill-child --mount-proc sh -c \
  'mount -t tmpfs tmpfs /run && ip link set dev lo up && cd "$1" && exec sh ./pmtu.sh' sh "$folder" >"$work/output" 2>"$work/errors" || :
grep -q '^TEST: ' "$work/output" || stop "pmtu.sh ran no case: $(tail -n 1 "$work/errors")"
echo "pmtu-selftest: running the scenarios" >&2
node scripts/compare-selftest.js --scenarios | xargs node dist/cli.js run --report "json=$work/report.json" >"$work/text" 2>&1 || :
[ -s "$work/report.json" ] || stop "the scenarios did not run: $(tail -n 1 "$work/text")"
node scripts/compare-selftest.js "$work/output" "$work/report.json"
