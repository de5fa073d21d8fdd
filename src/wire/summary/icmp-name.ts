/** The name of an ICMP message as ping and the RFCs write it, or its numbers. Sources: RFC 4443 and RFC 4861, RFC 792 and RFC 1812. */
export const icmpName = (protocol: 'ICMPv6' | 'ICMP', type: number, code: number): string => {
  const name = names[protocol][`${type}/${code}`] ?? names[protocol][type];
  return name === undefined ? `${protocol} type ${type} code ${code}` : `${protocol} ${name}`;
};

const names: Readonly<Record<'ICMPv6' | 'ICMP', Readonly<Record<string, string>>>> = {
  ICMPv6: {
    ...{ '1/0': 'no route to destination', '1/1': 'administratively prohibited', '1/3': 'address unreachable' },
    ...{ '1/4': 'port unreachable', 1: 'destination unreachable', 2: 'Packet Too Big', '3/0': 'hop limit exceeded' },
    ...{ '3/1': 'fragment reassembly time exceeded', 4: 'parameter problem', 128: 'echo request', 129: 'echo reply' },
    ...{ 133: 'router solicitation', 134: 'router advertisement', 135: 'neighbour solicitation' },
    ...{ 136: 'neighbour advertisement', 137: 'redirect', 143: 'multicast listener report' },
  },
  ICMP: {
    ...{
      0: 'echo reply',
      '3/0': 'network unreachable',
      '3/1': 'host unreachable',
      '3/3': 'port unreachable',
      '3/4': 'Fragmentation Needed',
    },
    ...{ '3/13': 'administratively prohibited', 3: 'destination unreachable', 5: 'redirect', 8: 'echo request' },
    ...{ '11/0': 'time to live exceeded', '11/1': 'fragment reassembly time exceeded', 12: 'parameter problem' },
  },
};
