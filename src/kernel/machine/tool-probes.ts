import type { Probe } from './capability-probes.ts';

/** What mtulab needs or uses beside the words' own capabilities; `doctor` tries these too. */
export const toolProbes: Readonly<Record<string, Probe>> = {
  veth: {
    tries:
      'ip link add name a mtu 9000 numtxqueues 1 numrxqueues 1 type veth peer name b mtu 1500 numtxqueues 1 numrxqueues 1',
    missing: 'no links between nodes',
    remedy: 'install iproute2; the kernel needs the module veth',
  },
  sockets: {
    tries: socketOf(2, 1),
    missing: 'no traffic: the engine opens its sockets inside the nodes by koffi',
    remedy: 'run npm ci, which installs koffi with its prebuilt binary',
  },
  captures: {
    tries: socketOf(17, 3),
    missing: 'no captures',
    remedy: 'the kernel needs CONFIG_PACKET',
  },
  curl: tool('curl', 'a fetch cannot be repeated by hand', 'curl'),
  tcpdump: {
    tries: 'ip link set dev lo up; timeout 0.5 tcpdump -n -i lo || test $? = 124', // it captures until it is stopped
    missing: 'no tcpdump in a shell of a node; mtulab capture shows packets all the same',
    remedy: 'install tcpdump, and start labs as root: it gives its rights up to a user whom a user namespace lacks',
  },
  tracepath: tool('tracepath', 'the path MTU cannot be traced by hand', 'iputils-tracepath'),
  tshark: tool('tshark', 'captures are not decoded', 'tshark'),
};

function tool(name: string, missing: string, debian: string): Probe {
  return { tries: `command -v ${name}`, missing, remedy: `install ${debian}` };
}

/** AF_INET is 2 and AF_PACKET 17, SOCK_STREAM 1 and SOCK_RAW 3 (include/linux/socket.h). */
function socketOf(family: number, type: number): string {
  const code = `const socket = require(process.argv[1]).load("libc.so.6").func("int socket(int, int, int)"); process.exit(socket(${family}, ${type}, 0) < 0 ? 1 : 0)`;
  return `"$MTULAB_NODE" -e '${code}' "$MTULAB_KOFFI"`;
}
