import { shellQuote } from '../../text/shell-quote.ts';
import type { Guest, GuestDeadlines } from './guest.ts';

/** A kernel that QEMU boots. */
export interface QemuKernel {
  /** Its image. */
  readonly kernel: string;
  /** Its modules: the folder lib/modules/RELEASE, with modules.dep. */
  readonly modules: string;
}

/**
 * A guest of QEMU: the root of the host is shared by virtiofs, read-only. Where QEMU translates its code, it has one processor: with two, a
 * guest of 6.12 with several labs ended in a "Fatal exception in interrupt" (seen once), and it needs as much time of the host's processors.
 */
export const qemuGuest = ({ kernel, modules }: QemuKernel, deadlines: GuestDeadlines = qemuDeadlines): Guest => ({
  modules,
  deadlines,
  mountShared: 'mount -t virtiofs shared /run/shared',
  powerOff: 'echo o >/proc/sysrq-trigger',
  boot: `
mkdir /run/boot /run/boot/bin /run/boot/modules /run/boot/root /run/boot/proc /run/boot/dev /run/tree /run/tree/lib /run/tree/lib/modules
modules=${shellQuote(modules)}
ln -s "$modules" /run/tree/lib/modules/
busybox=$(command -v busybox) || fail 'busybox is missing'
cp "$busybox" /run/boot/bin/busybox
number=100
for module in virtio_pci virtiofs; do
  modprobe -d /run/tree -S "\${modules##*/}" --show-depends $module
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
  cp "$file" /run/boot/modules/$number.ko
  number=$((number + 1))
done
cat >/run/boot/init <<'END'
${initialInit}
END
chmod +x /run/boot/init
(cd /run/boot && find . | busybox cpio -o -H newc >/run/initrd 2>/dev/null) || fail 'could not pack the initial file system'
virtiofsd=$(command -v virtiofsd || ls /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd 2>/dev/null | head -n 1)
[ -n "$virtiofsd" ] || fail 'virtiofsd is missing'
for share in root:/ shared:/run/shared; do
  {
    "$virtiofsd" --socket-path=/run/\${share%%:*}.sock -o source=\${share#*:} -o sandbox=chroot -o cache=always >/run/\${share%%:*}.log 2>&1
    echo "virtiofsd, which serves the \${share%%:*} of the guest, has ended" >/run/lost
  } 3<&- &
  server=$!
  while [ ! -S /run/\${share%%:*}.sock ]; do kill -0 $server || fail "virtiofsd: $(tail -n 1 /run/\${share%%:*}.log)"; sleep 0.02; done
done
accelerator='tcg -cpu max -smp 1'
if [ -w /dev/kvm ]; then
  printf '#!/bin/busybox sh\\necho the guest runs\\n/bin/busybox poweroff -f\\n' >/run/boot/init
  (cd /run/boot && find . | busybox cpio -o -H newc >/run/probe 2>/dev/null)
  # In a subshell, whose own message about an abort is no reason of a failure.
  (
    timeout -s KILL ${kvmDeadline} qemu-system-x86_64 -accel kvm -cpu host -m 512 -nodefaults -display none -no-reboot -serial stdio \\
      -kernel ${shellQuote(kernel)} -initrd /run/probe -append 'console=ttyS0 panic=-1 quiet' </dev/null 3<&- |
      grep -q 'the guest runs'
  ) 2>/dev/null && accelerator='kvm -cpu host -smp 2'
fi
qemu-system-x86_64 -accel $accelerator -m 2048 \\
  -object memory-backend-memfd,id=mem,size=2048M,share=on -numa node,memdev=mem \\
  -chardev socket,id=c0,path=/run/root.sock -device vhost-user-fs-pci,chardev=c0,tag=root \\
  -chardev socket,id=c1,path=/run/shared.sock -device vhost-user-fs-pci,chardev=c1,tag=shared \\
  -nodefaults -display none -no-reboot -serial file:/run/console \\
  -kernel ${shellQuote(kernel)} -initrd /run/initrd -append 'console=ttyS0 panic=-1 quiet mitigations=off' \\
  </dev/null >>/run/console 2>&1 3<&- &
guest=$!`,
});

/** Measured on 2 busy processors, without KVM: 7 to 10 s until the first process of the guest begins. */
const qemuDeadlines: GuestDeadlines = { boot: 90, silence: 60 };

/**
 * In seconds. That /dev/kvm exists proves nothing: where it is that of another virtual machine, a guest may hang at boot without a message
 * (seen with 6.1), or QEMU may abort. With KVM a guest boots in a second or two.
 */
const kvmDeadline = 8;

/** With a plain chroot the kernel would look for modprobe in the initial file system. */
const initialInit = `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
for module in /modules/*.ko; do [ -e "$module" ] && /bin/busybox insmod "$module"; done
/bin/busybox mount -t virtiofs -o ro root /root || { echo 'the root of the host could not be mounted'; exit 1; }
/bin/busybox umount /proc
exec /bin/busybox switch_root /root /bin/sh /run/shared/init`;
