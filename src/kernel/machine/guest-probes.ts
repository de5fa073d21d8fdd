import type { Probe } from './capability-probes.ts';

/**
 * Boots a sector of nine bytes of code, which ends QEMU with exit code 33: that a guest runs is proved by a guest alone, since /dev/kvm may be
 * there without use (seen inside a virtual machine). 0.1 s without KVM.
 */
const boot = (accelerator: string): string => `
image=$(mktemp)
trap 'rm -f "$image"' EXIT
{ printf '\\272\\364\\000\\260\\020\\356\\364\\353\\375'; head -c 501 /dev/zero; printf '\\125\\252'; } >"$image"
code=0
output=$(TMPDIR=/run timeout -s KILL 8 qemu-system-x86_64 -accel ${accelerator} -m 64 -nodefaults -display none -no-reboot \\
  -device isa-debug-exit,iobase=0xf4,iosize=4 -drive file="$image",format=raw,snapshot=on </dev/null 2>&1) || code=$?
[ $code = 33 ] || { printf '%s\\n' "$output" | grep -m 1 . || echo "a guest did not run (exit code $code)"; exit 1; }`;

/** What other kernels need in `mtulab matrix`, beside their packages. */
export const guestProbes: Readonly<Record<string, Probe>> = {
  qemu: {
    script: boot('tcg'),
    missing: 'other kernels cannot be booted (mtulab matrix, targets deb and qemu)',
    remedy: 'sh scripts/setup.sh --guests (in Debian: install qemu-system-x86)',
  },
  kvm: {
    script: `test -w /dev/kvm || { echo there is no /dev/kvm that this user may write; exit 1; }${boot('kvm -cpu host')}`,
    missing: 'guests are about 20 times slower than this machine (mtulab matrix)',
    remedy: 'run mtulab on a machine with KVM, and add the user to the group kvm',
  },
  virtiofsd: {
    script: 'command -v virtiofsd || ls /usr/lib/qemu/virtiofsd || ls /usr/libexec/virtiofsd',
    missing: 'guests of QEMU do not see the root of this machine',
    remedy: 'install virtiofsd (in Debian 12 a part of qemu-system-common)',
  },
  busybox: {
    script: 'busybox true; modprobe --version',
    missing: 'guests of QEMU have no first file system',
    remedy: 'sh scripts/setup.sh --guests (in Debian: install busybox-static and kmod)',
  },
  uml: {
    script: `
command -v linux.uml >/dev/null || { echo linux.uml: not found; exit 1; }
init=$(mktemp)
trap 'rm -f "$init"' EXIT
printf '#!/bin/sh\\necho the guest runs\\n' >"$init"
chmod +x "$init"
output=$(TMPDIR=/run timeout -s KILL 20 linux.uml mem=128M rootfstype=hostfs rootflags=/ ro init="$init" con=null con0=null,fd:2 \\
  con1=null,fd:1 quiet panic=-1 </dev/null 2>&1) || :
case $output in *'the guest runs'*) ;; *) printf '%s\\n' "$output" | grep -m 1 -o -i -e 'ptrace set.*' -e 'kernel panic.*'; exit 1 ;; esac`,
    missing: 'User-Mode Linux does not run (mtulab matrix, target uml), which the other targets do not need',
    remedy: 'install user-mode-linux; where it panics, use a target with QEMU',
  },
};
