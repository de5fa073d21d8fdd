import { AF_INET, AF_PACKET, SOCK_RAW, SOCK_STREAM } from '../system/socket-constants.ts';
import type { Probe } from './capability-probes.ts';

/** Probes for what mtulab needs or uses besides the capabilities of words; `doctor` runs them too. */
export const toolProbes: Readonly<Record<string, Probe>> = {
  'death-signal': {
    script: `setpriv --pdeathsig KILL setpriv --dump | grep -i 'death signal: *\\(sig\\)\\?kill'`,
    missing: 'no labs can be built: a sandbox could outlive the command that started it',
    remedy: 'install util-linux 2.33 or later: setpriv with its option --pdeathsig',
  },
  veth: {
    script:
      'ip link add name a mtu 9000 numtxqueues 1 numrxqueues 1 type veth peer name b mtu 1500 numtxqueues 1 numrxqueues 1',
    missing: 'nodes cannot be linked',
    remedy: 'install iproute2; the kernel needs the module veth',
  },
  sockets: {
    script: socketScript(AF_INET, SOCK_STREAM),
    missing: 'there is no traffic: mtulab opens its sockets inside the nodes with koffi',
    remedy: 'run npm ci, which installs koffi with its prebuilt binary',
  },
  captures: {
    script: socketScript(AF_PACKET, SOCK_RAW),
    missing: 'packets cannot be captured',
    remedy: 'the kernel needs CONFIG_PACKET',
  },
  tcpdump: {
    script: 'ip link set dev lo up; timeout 0.5 tcpdump -n -i lo || test $? = 124', // it captures until timeout stops it
    missing: 'tcpdump does not work in the shell of a node; mtulab capture still does',
    remedy:
      'install tcpdump, and start labs as root: it drops its privileges to a user that a user namespace does not have',
  },
  tracepath: tool('tracepath', 'the path MTU cannot be traced by hand', 'iputils-tracepath'),
  tshark: tool('tshark', 'captures cannot be decoded with tshark', 'tshark'),
};

function tool(name: string, missing: string, debian: string): Probe {
  return { script: `command -v ${name}`, missing, remedy: `install ${debian}` };
}

/** Opens a socket with koffi. */
function socketScript(family: number, type: number): string {
  const code = `const socket = require(process.argv[1]).load("libc.so.6").func("int socket(int, int, int)"); process.exit(socket(${family}, ${type}, 0) < 0 ? 1 : 0)`;
  return `"$MTULAB_NODE" -e '${code}' "$MTULAB_KOFFI"`;
}
