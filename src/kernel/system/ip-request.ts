import ipaddr from 'ipaddr.js';
import { int32s } from './libc.ts';
import { encodeAttribute } from './netlink.ts';
import type { NetlinkChange } from './netlink.ts';
import { AF_INET, AF_INET6 } from './socket-constants.ts';

/**
 * The netlink message that ip(8) sends for the words of a command; `indexOf` finds an interface by its name. It knows the forms that every build
 * uses, and throws a TypeError for any other.
 */
export const ipRequest = (words: readonly string[], indexOf: (name: string) => number): NetlinkChange => {
  const text = words.join(' ');
  for (const { pattern, type, flags, body } of forms) {
    const found = pattern.exec(text)?.groups;
    if (found) return { type, flags, body: Buffer.concat(body(found, found['dev'] ? indexOf(found['dev']) : 0)) };
  }
  throw new TypeError(`no netlink message is known for: ip ${text}`);
};

/** One form of a command: the words that may vary have names, and become the parts of the message after `struct nlmsghdr`. */
interface Form {
  readonly pattern: RegExp;
  readonly type: number;
  readonly flags: number;
  readonly body: (words: Readonly<Record<string, string>>, index: number) => readonly Buffer[];
}

// include/uapi/linux: netlink.h, rtnetlink.h, if.h, if_addr.h, if_link.h, neighbour.h, nexthop.h
const [NLM_F_REPLACE, NLM_F_EXCL, NLM_F_CREATE] = [0x100, 0x200, 0x400];
const [RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH, RTM_NEWNEXTHOP] = [16, 20, 24, 28, 104];
const IFF_UP = 1;
const [IFA_ADDRESS, IFA_LOCAL, IFA_F_NODAD] = [1, 2, 0x02];
const [NDA_DST, NDA_LLADDR, NUD_PERMANENT, NTF_ROUTER] = [1, 2, 0x80, 0x80];
const [NHA_ID, NHA_GROUP, NHA_OIF, NHA_GATEWAY] = [1, 2, 5, 6];
const [RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_PREFSRC, RTA_NH_ID] = [1, 4, 5, 6, 7, 30];
const [RT_TABLE_MAIN, RTPROT_BOOT, RTN_UNICAST, RTN_UNREACHABLE] = [254, 3, 1, 7];

const bytes = (address: string): Buffer => Buffer.from(ipaddr.parse(address).toByteArray());
const family = (address: string): number => (address.includes(':') ? AF_INET6 : AF_INET);
const number = (type: number, value: number | string): Buffer => encodeAttribute(type, int32s(Number(value)));
const address = (type: number, value: string | undefined): Buffer =>
  value === undefined ? Buffer.alloc(0) : encodeAttribute(type, bytes(value));
const priority = (metric: string | undefined): Buffer =>
  metric === undefined ? Buffer.alloc(0) : number(RTA_PRIORITY, metric);
const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(':', ''), 'hex');

/** `struct rtmsg` and the destination. */
const routeTo = (to: string, type: number): Buffer => {
  const [destination, length] = to.split('/') as [string, string];
  const fixed = [family(destination), Number(length), 0, 0, RT_TABLE_MAIN, RTPROT_BOOT, 0, type, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(fixed), address(RTA_DST, destination)]);
};

/** `struct nhmsg` and the id. */
const nextHop = (id: string, nextHopFamily: number): Buffer =>
  Buffer.concat([Buffer.from([nextHopFamily, 0, 0, 0, 0, 0, 0, 0]), number(NHA_ID, id)]);

const add = NLM_F_CREATE | NLM_F_EXCL;

const forms: readonly Form[] = [
  {
    pattern: /^link set dev (?<dev>\S+) up$/,
    ...{ type: RTM_NEWLINK, flags: 0 },
    body: (_, index) => [int32s(0, index, IFF_UP, IFF_UP)], // the mask leaves other flags alone
  },
  {
    pattern: /^addr add (?<local>\S+)\/(?<length>\d+) dev (?<dev>\S+)(?<nodad> nodad)?$/,
    ...{ type: RTM_NEWADDR, flags: add },
    body: ({ local, length, nodad }, index) => [
      Buffer.from([family(local!), Number(length), nodad ? IFA_F_NODAD : 0, 0]),
      ...[int32s(index), address(IFA_LOCAL, local), address(IFA_ADDRESS, local)],
    ],
  },
  {
    pattern: /^neigh replace (?<to>\S+) lladdr (?<mac>\S+) nud permanent(?<router> router)? dev (?<dev>\S+)$/,
    ...{ type: RTM_NEWNEIGH, flags: NLM_F_CREATE | NLM_F_REPLACE },
    body: ({ to, mac, router }, index) => [
      ...[Buffer.from([family(to!), 0, 0, 0]), int32s(index)],
      Buffer.from([NUD_PERMANENT, 0, router ? NTF_ROUTER : 0, 0]),
      ...[address(NDA_DST, to), encodeAttribute(NDA_LLADDR, macBytes(mac!))],
    ],
  },
  {
    pattern: /^nexthop add id (?<id>\d+) via (?<via>\S+) dev (?<dev>\S+)$/,
    ...{ type: RTM_NEWNEXTHOP, flags: add },
    body: ({ id, via }, index) => [nextHop(id!, family(via!)), address(NHA_GATEWAY, via), number(NHA_OIF, index)],
  },
  {
    pattern: /^nexthop add id (?<id>\d+) group (?<members>[\d/]+)$/,
    ...{ type: RTM_NEWNEXTHOP, flags: add },
    body: ({ id, members }) => [
      nextHop(id!, 0),
      encodeAttribute(NHA_GROUP, int32s(...members!.split('/').flatMap((member) => [Number(member), 0]))),
    ],
  },
  {
    pattern: /^route add unreachable (?<to>\S+\/\d+)$/,
    ...{ type: RTM_NEWROUTE, flags: add },
    body: ({ to }) => [routeTo(to!, RTN_UNREACHABLE)],
  },
  {
    pattern: /^route add (?<to>\S+\/\d+) nhid (?<group>\d+)(?: src (?<src>\S+))?(?: metric (?<metric>\d+))?$/,
    ...{ type: RTM_NEWROUTE, flags: add },
    body: ({ to, group, src, metric }) => [
      ...[routeTo(to!, RTN_UNICAST), number(RTA_NH_ID, group!), address(RTA_PREFSRC, src), priority(metric)],
    ],
  },
  {
    pattern:
      /^route add (?<to>\S+\/\d+) via (?<via>\S+) dev (?<dev>\S+)(?: src (?<src>\S+))?(?: metric (?<metric>\d+))?$/,
    ...{ type: RTM_NEWROUTE, flags: add },
    body: ({ to, via, src, metric }, index) => [
      ...[routeTo(to!, RTN_UNICAST), address(RTA_GATEWAY, via), address(RTA_PREFSRC, src), priority(metric)],
      number(RTA_OIF, index),
    ],
  },
];
