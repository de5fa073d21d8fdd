import type { Family } from '../../../evidence/family.ts';
import type { StepText } from '../lesson.ts';
import type { Changes, NetworkDraft } from './network-draft.ts';

/** One way in which large transfers stall. */
export interface Fault {
  /** What it does to the network, and what the evidence of a transfer then says. */
  put(draft: NetworkDraft): FaultInNetwork;
}

export interface FaultInNetwork {
  readonly changes: Changes;
  /** The cause, by the word of the expectation `cause`, and the node or interface where it acts. */
  readonly cause: string;
  readonly at: string;
  /** The families that stall; both by default. */
  readonly stalls?: readonly Family[];
  /** The families that the network has; both by default. */
  readonly families?: readonly Family[];
  /** Whether it is what the client sends that stalls. */
  readonly upload?: true;
  /** The shared address that the client uses, in place of that of the server. */
  readonly to?: string;
  /** What happens in the new lab before anyone looks. */
  readonly before?: readonly StepText[];
}

const lost = 'packet-too-big-lost';

/** The NAT is before the narrow link, which then has to be another one than that behind it. */
const lineOf1500 = { wide: 1500, narrow: 1400, narrowAt: 1 } as const;

/** The faults of blind cases by name; a test shows for each that the symptom is real and the cause is what the evidence says. */
export const faults: Readonly<Record<string, Fault>> = {
  'filter on the way': {
    put: ({ beyond }) => ({ changes: { traits: { [beyond]: { drop: ['packet-too-big'] } } }, cause: lost, at: beyond }),
  },
  'all of ICMP is dropped': {
    put: ({ beyond }) => ({ changes: { traits: { [beyond]: { drop: ['icmp'] } } }, cause: lost, at: beyond }),
  },
  'stateful firewall without related': {
    put: ({ beyond }) => ({
      changes: { traits: { [beyond]: { stateful: { 'correlates-errors': false } } } },
      ...{ cause: lost, at: beyond },
    }),
  },
  'filter of the server': {
    put: () => ({
      changes: { traits: { server: { drop: { what: ['packet-too-big'], at: ['input'] } } } },
      ...{ cause: lost, at: 'server' },
    }),
  },
  'filter in the output of the router': {
    put: ({ maker }) => ({
      changes: { traits: { [maker]: { drop: { what: ['packet-too-big'], at: ['output'] } } } },
      ...{ cause: lost, at: maker },
    }),
  },
  'clamp in the wrong hook': {
    put: ({ beyond, routers: [first, second] }) => ({
      changes: {
        traits: {
          [first]: { clamp: { mss: 1300, towards: second, hook: 'output' } },
          [beyond]: { drop: ['packet-too-big'] },
        },
      },
      ...{ cause: lost, at: beyond },
    }),
  },
  'clamp for one family': {
    put: ({ beyond, routers: [first, second] }) => ({
      changes: {
        traits: {
          [first]: { clamp: { mss: 1300, towards: second, family: 'ipv4' } },
          [beyond]: { drop: ['packet-too-big'] },
        },
      },
      ...{ cause: lost, at: beyond, stalls: ['ipv6'] as const },
    }),
  },
  'check of sources': {
    put: ({ maker, beyond }) => ({
      changes: {
        traits: { [maker]: { 'packet-too-big': { from: 'monitor' } }, [beyond]: { urpf: 'strict' } },
        monitoredBy: beyond,
      },
      ...{ cause: lost, at: beyond },
    }),
  },
  'router without messages': {
    put: ({ maker }) => ({
      changes: { traits: { [maker]: { 'packet-too-big': { send: false } } } },
      ...{ cause: 'packet-too-big-not-sent', at: maker },
    }),
  },
  'message with a wrong MTU': {
    put: ({ maker, narrowMtu }) => ({
      changes: { traits: { [maker]: { 'packet-too-big': { mtu: narrowMtu + 100 } } } },
      ...{ cause: 'packet-too-big-wrong', at: maker },
    }),
  },
  'switch with a short port': {
    put: ({ access, routers: [, , , last] }) => ({
      changes: { narrow: 9000, atSwitch: { router: { [last]: 9000, [access]: 1500 } } },
      ...{ cause: 'silent-drop', at: `${access}:to-${last}` },
    }),
  },
  'route above its own link': {
    put: ({ access, routers: [, , , last] }) => ({
      changes: {
        traits: { server: { routes: [{ to: 'client', via: last, mtu: 6000 }] } },
        ...{ narrow: 9000, atSwitch: { server: { [access]: 9000, server: 1500 } } },
      },
      ...{ cause: 'refused-by-own-mtu', at: `server:to-${access}` },
    }),
  },
  'fragments are dropped': {
    put: ({ before }) => ({
      changes: {
        traits: { server: { sysctl: { 'net.ipv4.ip_no_pmtu_disc': 1 } }, [before]: { drop: ['fragments'] } },
      },
      ...{ cause: 'fragments-dropped', at: before, families: ['ipv4'] as const },
    }),
  },
  'tunnel of segments': {
    put: ({ routers: [first, , , last] }) => ({
      changes: {
        traits: { [last]: { srv6: [{ to: 'client', through: [first], mode: 'encap.red' }] } },
        ...{ wide: 1500, narrow: 1500 },
      },
      ...{ cause: 'packet-too-big-misdelivered', at: last, families: ['ipv6'] as const },
    }),
  },
  'filter of the switch': {
    put: ({ access }) => ({
      changes: {},
      before: [
        {
          name: 'the switch looks into frames',
          do: { command: { at: access, run: ['nft', bridgeFilter] } },
          expect: { output: { code: 0 } },
        },
      ],
      ...{ cause: lost, at: access },
    }),
  },
  'VXLAN that forgets its own headers': {
    put: ({ narrowMtu, routers: [first, , , last] }) => ({
      changes: {
        traits: {
          [first]: { routes: [{ to: 'server', via: last }] },
          [last]: { routes: [{ to: 'client', via: first }] },
        },
        links: [{ between: [first, last], name: 'overlay', mtu: narrowMtu, tunnel: { vxlan: { over: 'ipv6' } } }],
      },
      ...{ cause: 'packet-too-big-wrong', at: `${last}:overlay`, stalls: ['ipv4'] as const },
    }),
  },
  'limit of ICMP errors': {
    put: ({ maker }) => ({
      changes: {
        // A new destination begins with the messages of one minute (inet_getpeer): none, where there is one an hour.
        traits: { [maker]: { sysctl: { 'net.ipv6.icmp.ratemask': '0-127', 'net.ipv6.icmp.ratelimit': 3_600_000 } } },
      },
      ...{ cause: 'packet-too-big-not-sent', at: maker, stalls: ['ipv6'] as const },
    }),
  },
  'message to another holder of the address': {
    put: ({ maker, routers: [first, second, third, last] }) => ({
      changes: {
        // The way there avoids the narrow link, and the way back does not: the node with it knows a nearer holder.
        links: [{ between: [first, last], mtu: 9000 }],
        addresses: { service: { at: ['server', 'monitor'] } },
        monitoredBy: maker,
        traits: {
          [first]: { routes: [{ to: 'service', via: last }] },
          [third]: { routes: [{ to: 'client', via: second }] },
          [last]: {
            routes: [
              { to: 'client', via: third },
              { to: 'service', via: 'server' },
            ],
          },
        },
      },
      ...{ cause: 'packet-too-big-misdelivered', at: 'monitor', to: 'service' },
    }),
  },
  'NAT that keeps errors': {
    put: (draft) => ({
      changes: { traits: natOf(draft, 'kept'), ...lineOf1500 },
      ...{ cause: 'packet-too-big-misdelivered', at: draft.routers[0], upload: true },
    }),
  },
  'NAT that does not translate quotes': {
    put: (draft) => ({
      changes: { traits: natOf(draft, { untranslated: 'client' }), ...lineOf1500 },
      ...{ cause: 'packet-too-big-ignored', at: 'client', upload: true },
    }),
  },
};

/** Of both families, in the frames that a bridge forwards. */
const bridgeFilter = [
  'add table bridge frames',
  'add chain bridge frames forward { type filter hook forward priority 0; }',
  'add rule bridge frames forward icmpv6 type packet-too-big counter drop',
  'add rule bridge frames forward icmp type destination-unreachable icmp code frag-needed counter drop',
].join('\n');

const natOf = ({ routers: [first, second] }: NetworkDraft, errors: unknown): NonNullable<Changes['traits']> => ({
  [first]: { nat: { towards: second, errors } },
});
