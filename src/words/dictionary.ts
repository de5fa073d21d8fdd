import type { Action, Behaviour, Expectation, LinkKind, NodeKind, Service, Trait, Watch } from './language/word.ts';
import { change } from './actions/change.ts';
import { command } from './actions/command.ts';
import { datagram } from './actions/datagram.ts';
import { exceptions } from './actions/exceptions.ts';
import { fetch } from './actions/fetch.ts';
import { flush } from './actions/flush.ts';
import { follow } from './actions/follow.ts';
import { lookup } from './actions/lookup.ts';
import { measure } from './actions/measure.ts';
import { ping } from './actions/ping.ts';
import { quic as quicAction } from './actions/quic.ts';
import { torrent } from './actions/torrent.ts';
import { trace } from './actions/trace.ts';
import { upload } from './actions/upload.ts';
import { visit } from './actions/visit.ts';
import { hashSeedIsSettable } from './behaviours/hash-seed-is-settable.ts';
import { nextHopGroupsIgnoreOif } from './behaviours/next-hop-groups-ignore-oif.ts';
import { synRemembersPmtu } from './behaviours/syn-remembers-pmtu.ts';
import { addressesTried } from './expectations/addresses-tried.ts';
import { cause } from './expectations/cause.ts';
import { connectionAttemptDelay } from './expectations/connection-attempt-delay.ts';
import { counters as countersExpectation } from './expectations/counters.ts';
import { firstAttemptDelay } from './expectations/first-attempt-delay.ts';
import { fragments } from './expectations/fragments.ts';
import { holder } from './expectations/holder.ts';
import { hops } from './expectations/hops.ts';
import { ipv6Share } from './expectations/ipv6-share.ts';
import { journey } from './expectations/journey.ts';
import { laggards } from './expectations/laggards.ts';
import { largestSegment } from './expectations/largest-segment.ts';
import { leg } from './expectations/leg.ts';
import { outcome } from './expectations/outcome.ts';
import { output } from './expectations/output.ts';
import { pmtu } from './expectations/pmtu.ts';
import { ptb as ptbExpectation } from './expectations/ptb.ts';
import { queryOrder } from './expectations/query-order.ts';
import { recovered } from './expectations/recovered.ts';
import { rtt } from './expectations/rtt.ts';
import { resolutionDelay } from './expectations/resolution-delay.ts';
import { rules as rulesExpectation } from './expectations/rules.ts';
import { segmentSize } from './expectations/segment-size.ts';
import { synAckMss } from './expectations/syn-ack-mss.ts';
import { synMss } from './expectations/syn-mss.ts';
import { wonBy } from './expectations/won-by.ts';
import { cable } from './links/cable.ts';
import { esp } from './links/esp.ts';
import { geneve } from './links/geneve.ts';
import { gre } from './links/gre.ts';
import { ipip } from './links/ipip.ts';
import { vxlan } from './links/vxlan.ts';
import { wireguard } from './links/wireguard.ts';
import { edge } from './nodes/edge.ts';
import { firewall } from './nodes/firewall.ts';
import { host } from './nodes/host.ts';
import { router } from './nodes/router.ts';
import { bridge } from './nodes/switch.ts';
import { translator } from './nodes/translator.ts';
import { dns } from './services/dns.ts';
import { eamd } from './services/eamd.ts';
import { echo } from './services/echo.ts';
import { http } from './services/http.ts';
import { quic } from './services/quic.ts';
import { resolver } from './services/resolver.ts';
import { tracker } from './services/tracker.ts';
import { tayga } from './services/tayga.ts';
import { aria2 } from './traits/aria2.ts';
import { clamp } from './traits/clamp.ts';
import { dnsAnswers } from './traits/dns-answers.ts';
import { drop } from './traits/drop.ts';
import { gaiConf } from './traits/gai-conf.ts';
import { icmpRateLimit } from './traits/icmp-rate-limit.ts';
import { impairment } from './traits/impairment.ts';
import { mtu } from './traits/mtu.ts';
import { nameserver } from './traits/nameserver.ts';
import { offloads } from './traits/offloads.ts';
import { nat } from './traits/nat.ts';
import { prefixTranslation } from './traits/prefix-translation.ts';
import { packetTooBig } from './traits/packet-too-big.ts';
import { rate } from './traits/rate.ts';
import { routes } from './traits/routes.ts';
import { stateful } from './traits/stateful.ts';
import { sysctl } from './traits/sysctl.ts';
import { srv6 } from './traits/srv6.ts';
import { urpf } from './traits/urpf.ts';
import { counters } from './watches/counters.ts';
import { journeys } from './watches/journeys.ts';
import { ptb } from './watches/ptb.ts';
import { rules } from './watches/rules.ts';
import { syn } from './watches/syn.ts';

/** The words of the scenario language by role. A new word needs its own file and one entry here. */
export interface Dictionary {
  readonly services: Readonly<Record<string, Service<unknown>>>;
  readonly nodes: Readonly<Record<string, NodeKind<unknown>>>;
  readonly links: Readonly<Record<string, LinkKind<unknown>>>;
  readonly traits: Readonly<Record<string, Trait<unknown>>>;
  readonly actions: Readonly<Record<string, Action<unknown>>>;
  readonly watches: Readonly<Record<string, Watch<unknown>>>;
  readonly expectations: Readonly<Record<string, Expectation<unknown>>>;
  readonly behaviours: Readonly<Record<string, Behaviour>>;
}

const services: Dictionary['services'] = { http, echo, dns, resolver, tayga, eamd, tracker, quic };

const nodes: Dictionary['nodes'] = {
  host: host(services),
  router,
  firewall,
  edge,
  switch: bridge,
  translator: translator(services),
};

const links: Dictionary['links'] = { cable, vxlan, geneve, gre, ipip, wireguard, esp };

const traits: Dictionary['traits'] = {
  ...{ clamp, drop, stateful, sysctl, mtu, offloads, routes, rate, urpf, nat, srv6, nameserver, impairment, aria2 },
  'dns-answers': dnsAnswers,
  'gai-conf': gaiConf,
  'icmp-rate-limit': icmpRateLimit,
  'packet-too-big': packetTooBig,
  'prefix-translation': prefixTranslation,
};

/** Every word of the scenario language, by its name in scenarios. */
export const dictionary: Dictionary = {
  services,
  nodes,
  links,
  traits,
  actions: {
    fetch,
    upload,
    visit,
    torrent,
    quic: quicAction,
    datagram,
    ping,
    trace,
    lookup,
    exceptions,
    change: change(traits),
    measure,
    follow,
    flush: flush(services),
    command,
  },
  watches: { syn, ptb, counters, journeys: journeys(traits), rules: rules(traits) },
  expectations: {
    outcome,
    cause,
    recovered,
    'syn-mss': synMss,
    'syn-ack-mss': synAckMss,
    'segment-size': segmentSize,
    pmtu,
    leg,
    hops,
    holder,
    ptb: ptbExpectation,
    counters: countersExpectation,
    journey,
    fragments,
    'largest-segment': largestSegment,
    rules: rulesExpectation,
    rtt,
    output,
    'won-by': wonBy,
    'connection-attempt-delay': connectionAttemptDelay,
    'first-attempt-delay': firstAttemptDelay,
    'resolution-delay': resolutionDelay,
    'query-order': queryOrder,
    'addresses-tried': addressesTried,
    'ipv6-share': ipv6Share,
    laggards,
  },
  behaviours: {
    'syn-remembers-pmtu': synRemembersPmtu,
    'next-hop-groups-ignore-oif': nextHopGroupsIgnoreOif,
    'hash-seed-is-settable': hashSeedIsSettable,
  },
};
