#!/bin/sh
# Runs pmtu.sh, the kernel's own test of path MTUs, on kernels, in namespaces of its own, and prints beside each of its cases what the
# scenario of mtulab about the same shows there. It exits with 1 where they disagree, and with 2 where pmtu.sh ran on none of the kernels or
# not on all.
#   sh scripts/pmtu-selftest.sh [--kernels FILE] [PACKAGE]
# FILE has the targets, as for `mtulab matrix`; without it the kernel of this machine is the only one, which takes two minutes. A guest without
# KVM takes much longer. PACKAGE is a source package of Debian (linux-source-6.1 by default, 140 MB), fetched once; two files of it are kept
# below ~/.cache/mtulab, and nothing is installed.
set -eu
kernels=''
while [ $# -gt 0 ]; do
  case $1 in
  --kernels)
    [ $# -ge 2 ] || { echo 'pmtu-selftest: --kernels is without a file; expected --kernels FILE' >&2; exit 2; }
    kernels=$(realpath -- "$2")
    shift 2
    ;;
  -*)
    echo "pmtu-selftest: unknown option $1; expected [--kernels FILE] [PACKAGE]" >&2
    exit 2
    ;;
  *) break ;;
  esac
done
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
if [ -z "$kernels" ]; then
  kernels=$work/kernels.yaml
  echo 'targets: { here: native }' >"$kernels"
fi
# The scenarios follow in a run of their own: beside others, the pings of pmtu.sh, which have a second, would come late on a slow machine.
node scripts/compare-selftest.js --run "$folder" >"$work/pmtu.yaml"
echo "pmtu-selftest: running pmtu.sh" >&2
node dist/cli.js matrix "$work/pmtu.yaml" --kernels "$kernels" --keep "$work/selftest" >"$work/text" || :
[ -d "$work/selftest" ] || stop "no target was read from $kernels"
grep -qs 'TEST: ' "$work"/selftest/*.json || stop "pmtu.sh ran no case:
$(cat "$work/text")"
echo "pmtu-selftest: running the scenarios" >&2
node scripts/compare-selftest.js --scenarios | xargs node dist/cli.js matrix --kernels "$kernels" --keep "$work/scenarios" >/dev/null || :
code=0
for report in "$work"/selftest/*.json; do
  target=$(basename "$report" .json)
  echo "$target:"
  if node scripts/compare-selftest.js --output "$report" >"$work/output" && grep -q '^TEST: ' "$work/output"; then
    node scripts/compare-selftest.js "$work/output" "$work/scenarios/$target.json" || [ $code = 2 ] || code=1
  else
    code=2
    printf 'pmtu.sh ran no case:\n%s\n' "$(cat "$work/text")"
  fi
  echo
done
exit $code
