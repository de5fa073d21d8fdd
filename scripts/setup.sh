#!/bin/sh
# Prepares a fresh clone: system packages, npm packages, build. What is already there is left unchanged.
#   --yes         installs missing system packages without asking
#   --tests       also installs programs that only the tests run
#   --guests      also installs what boots other kernels for `mtulab matrix`
#   --newer-node  if the distribution's Node.js is older than 20, installs a newer one from npm (meant for disposable machines)
set -eu
cd "$(dirname "$0")/.."
# An ordinary user's PATH on Debian lacks the folders that hold ip, nft and iptables.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

main() {
  yes="${CI:+yes}" newer='' tests='' guests=''
  for option; do
    case $option in
    --yes) yes=yes ;;
    --newer-node) newer=yes ;;
    --tests) tests=yes ;;
    --guests) guests=yes ;;
    *) stop "unknown option $option; the options are --yes, --tests, --guests and --newer-node" ;;
    esac
  done
  [ -t 0 ] || yes=yes
  has_node || install_node
  missing="$(missing_packages)"
  [ -z "$missing" ] || install "$missing" || install_without_browsers "$missing"
  has_npm_packages || npm ci --no-audit --no-fund
  is_built || npm run --silent build
}

missing_packages() {
  for pair in ip:iproute2 iptables:iptables nft:nftables tcpdump:tcpdump ping:iputils-ping tracepath:iputils-tracepath \
    ethtool:ethtool unshare:util-linux curl:curl \
    ${tests:+python3:python3 socat:socat wget:wget unbound:unbound tayga:tayga aria2c:aria2 wg:wireguard-tools softflowd:softflowd nfdump:nfdump chromium:chromium firefox-esr:firefox-esr} \
    ${guests:+qemu-system-x86_64:qemu-system-x86 busybox:busybox-static modprobe:kmod}; do
    command -v "${pair%:*}" >/dev/null || printf '%s ' "${pair#*:}"
  done
}

install() {
  command -v apt-get >/dev/null || stop "apt-get is missing; please install these packages (Debian names): $1"
  without_services=''
  case " $1 " in *' unbound '* | *' tayga '* | *' softflowd '* | *' nfdump '*) without_services='sh scripts/without-services.sh ' ;; esac
  command="$(as_root)${without_services}env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $1"
  has_lists || command="$(update) && $command"
  echo "setup: missing: $1"
  echo "setup: running: $command"
  consent
  # Old package lists name files that the mirror no longer has.
  sh -c "$command" || sh -c "$(update) && $command"
}

require() { install "$1" || stop "could not install $1"; }

# Ubuntu has no such packages.
install_without_browsers() {
  others=''
  for package in $1; do
    case $package in chromium | firefox-esr) ;; *) others="$others$package " ;; esac
  done
  [ "$others" != "$1" ] || stop "could not install $1"
  [ -z "$others" ] || require "$others"
  echo 'setup: not installed: chromium, firefox-esr; what runs them is skipped' >&2
}

install_node() {
  command -v apt-get >/dev/null || stop 'needs Node.js 20 or newer; please install it'
  has_lists || sh -c "$(update)" || stop 'could not update the package lists'
  candidate="$(apt-cache policy nodejs | sed -n 's/^ *Candidate: \([0-9]*\).*/\1/p')"
  if [ "${candidate:-0}" -ge 20 ]; then
    require nodejs
    command -v npm >/dev/null || require npm
  elif [ -n "$newer" ]; then
    require 'nodejs npm'
    newer_node="$(as_root)npm install --global node@22"
    echo "setup: running: $newer_node"
    sh -c "$newer_node" || stop 'could not install Node.js 22'
    hash -r
  else
    stop 'needs Node.js 20 or newer, and this distribution has an older one; install it, or run this script with --newer-node'
  fi
}

consent() {
  [ -z "$yes" ] || return 0
  printf 'setup: continue? [Y/n] '
  read -r answer
  case $answer in '' | [Yy]*) yes=yes ;; *) stop 'nothing was installed' ;; esac
}

update() { echo "$(as_root)apt-get update -q"; }

# Without a terminal sudo must not wait for a password.
as_root() {
  [ "$(id -u)" = 0 ] || { [ -t 0 ] && echo 'sudo '; } || echo 'sudo -n '
}

has_node() { node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

has_lists() { ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1; }

has_npm_packages() {
  [ -e node_modules/.package-lock.json ] && [ -z "$(find package-lock.json -newer node_modules/.package-lock.json)" ]
}

is_built() { [ -e dist/cli.js ] && [ -z "$(find src scripts package.json ! -name '*.sh' -newer dist/cli.js | head -n 1)" ]; }

stop() {
  echo "setup: $1" >&2
  exit 1
}

main "$@"
