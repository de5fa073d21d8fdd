import type { Family } from '../../evidence/family.ts';
import { conversations } from '../../wire/journeys/conversations.ts';
import type { Conversation } from '../../wire/journeys/conversations.ts';
import { summarizeConversation } from '../../wire/summary/conversation-summary.ts';
import { followPackets } from '../../wire/journeys/follow-packets.ts';
import { causeFromPackets } from '../../wire/summary/cause-from-packets.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import { summarizeJourneys } from '../../wire/summary/summarize-journeys.ts';
import { onFirstSegment } from '../../wire/journeys/one-segment.ts';
import { nodeOf } from '../../wire/journeys/sighting.ts';
import type { Sighting } from '../../wire/journeys/sighting.ts';
import { flowFamilies, transfersOf } from '../facts/transfers-of.ts';
import type { Facts } from '../facts/facts.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { isHost } from '../lab/node-view.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import type { RuleCount } from './rule-counts.ts';
import { sightingsOfFamilies, yieldThread } from './sightings-of-family.ts';
import type { SharedFrames } from './shared-capture.ts';
import type { Observation } from '../lab/transfer.ts';

/**
 * The packets of a step's flows as a fact: all are counted, the significant ones are kept, and a stall gets its chain of reasons. It
 * yields now and then, since the same thread watches the flows of other labs.
 */
export const analyzeCapture = async ({
  nodes,
  family,
  learned,
  captured,
  rules,
}: CapturedStep): Promise<Facts['journeys']> => {
  const all = transfersOf(learned)?.map((flow) => ({ family, ...flow }));
  const shownFamily = all?.[0]?.family ?? family;
  const flows = all?.filter((flow) => flow.family === shownFamily);
  const frames = await sightingsOfFamilies(captured.frames, [
    ...new Set([shownFamily, ...(flows ?? []).flatMap(flowFamilies)]),
  ]);
  const sightings = withoutTranslation(frames, flows ?? [], nodes);
  await yieldThread();
  const journeys = followPackets(sightings);
  await yieldThread();
  const relevant = conversations(journeys).filter((conversation) =>
    flows ? flows.some((flow) => isOf(conversation, flow)) : conversation.protocol !== 'tcp',
  );
  if (relevant.length === 0) return undefined;
  const context = { end: captured.endedAt, incomplete: captured.incomplete };
  const summaries = relevant.map((conversation) =>
    summarizeJourneys(conversation.journeys, {
      ...context,
      addressOwners: ownersFor(conversation, flows ?? [], nodes),
    }),
  );
  const drawn = Math.max(
    0,
    relevant.findIndex((conversation) => flows?.some((flow) => isOf(conversation, flow) && flow.outcome === 'stalled')),
  );
  const stalled = flows?.find((flow) => isOf(relevant[drawn]!, flow) && isStalled(flow));
  const places = [...nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place }) => place));
  const cause = stalled && causeOf(summaries[drawn]!, nodes);
  const journeysOfAll = summaries.flat();
  const shown = flows ? summaries[drawn]! : journeysOfAll.toSorted((a, b) => a.number - b.number);
  const ports = portsOf(relevant[drawn]!);
  return {
    ...summarizeConversation(shown, places, journeysOfAll),
    ...(cause && { cause }),
    ...(flows && { startedAt: Number(relevant[drawn]!.journeys[0]!.stops[0].time / 1000n) / 1000 }),
    drawn: relevant.length > 1 && flows ? `one of ${relevant.length} flows, ${ports}` : ports,
    why: cause ? [...cause.evidence, ...ruleTexts(summaries[drawn]!, rules)] : [],
    warnings: captured.warnings,
  };
};

interface CapturedStep {
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly family: Family;
  readonly learned: Facts;
  readonly captured: SharedFrames;
  readonly rules: readonly RuleCount[];
}

/** The address to which a client connects belongs to the node that got the flow; who got a packet to a shared one otherwise is not known. */
const ownersFor = (
  conversation: Conversation,
  flows: readonly Observation[],
  nodes: NodeViews,
): ReadonlyMap<string, string> => {
  const { holder, segments } = flows.find((flow) => isOf(conversation, flow)) ?? {};
  const shared = sharedAddresses(nodes);
  const published = segments?.[0].destinationAddress;
  if (shared.size === 0 && holder === undefined) return nodesByAddress(nodes);
  return new Map(
    [...nodesByAddress(nodes)].flatMap(([address, node]) => {
      const owner = shared.has(address) ? holder : address === published ? (holder ?? node) : node;
      return owner === undefined ? [] : [[address, owner] as const];
    }),
  );
};

const sharedAddresses = (nodes: NodeViews): ReadonlySet<string> =>
  new Set(
    [...nodes.values()].flatMap(({ shares = [] }) => shares.flatMap(({ address }) => [address.ipv6, address.ipv4])),
  );

const isStalled = ({ outcome, episodes }: Observation): boolean =>
  outcome === 'stalled' || episodes.some(({ untilMs }) => untilMs === undefined);

/** An end sends and gets only its own segment; an error about another, which was not translated back, still is about this flow. */
const withoutTranslation = (
  sightings: readonly Sighting[],
  flows: readonly Observation[],
  nodes: ReadonlyMap<string, NodeView>,
): readonly Sighting[] => {
  const owners = nodesByAddress(nodes);
  return flows.reduce((seen, { segments, holder }) => {
    if (!segments) return seen;
    const changesFamily = segments.some(({ family }) => family !== segments[0].family);
    const client = owners.get(segments[0].sourceAddress);
    const server = holder ?? owners.get(segments.at(-1)!.destinationAddress);
    const [atClient, atServer, between] = [segments.slice(0, 1), segments.slice(-1), segments].map((own) =>
      onFirstSegment(segments[0], own, changesFamily),
    );
    return seen.map((sighting) => {
      const node = nodeOf(sighting.place);
      const own = node === client ? atClient! : node === server ? atServer! : between!;
      const rename = sighting.packet.quoted ? between! : own;
      return { ...sighting, packet: rename(sighting.packet) };
    });
  }, sightings);
};

const isOf = ({ protocol, ends }: Conversation, flow: Observation): boolean =>
  protocol === (flow.protocol ?? 'tcp') &&
  ends.some(({ port }) => port === flow.ports.client) &&
  ends.some(({ port }) => port === flow.ports.server);

/** The sender of the bulk is the one that sends large segments or, without any, the first data. */
const causeOf = (
  journeys: readonly JourneySummary[],
  nodes: ReadonlyMap<string, NodeView>,
): ReturnType<typeof causeFromPackets> => {
  const bulk = journeys.find(({ kind }) => kind === 'large') ?? journeys.find(({ payload = 0 }) => payload > 0);
  if (!bulk?.from || !bulk.to) return undefined;
  const namesOf = (isWanted: (node: NodeView) => boolean) =>
    new Set([...nodes.values()].filter(isWanted).map(({ name }) => name));
  const routers = namesOf(({ forwards }) => forwards);
  const ends = [...nodes.values()].flatMap(({ interfaces }) => interfaces);
  const encrypted = new Set(ends.filter(({ encrypts }) => encrypts).map(({ place }) => place));
  return causeFromPackets(journeys, {
    sender: bulk.from,
    receiver: bulk.to,
    hosts: namesOf(isHost),
    routers,
    encrypted,
  });
};

/** The rules that counted packets where a packet died or a PTB ended, and those on the path whose trait counted nothing. */
const ruleTexts = (journeys: readonly JourneySummary[], rules: readonly RuleCount[]): readonly string[] => {
  const passed = new Set(journeys.flatMap(({ stops }) => stops.map(({ place }) => nodeOf(place))));
  const ended = journeys.filter(({ ended, kind }) => ended === 'dead' || kind === 'ptb');
  const endNodes = new Set(ended.map(({ stops }) => nodeOf(stops.at(-1)!.place)));
  const counted = rules.filter(({ node, packets }) => endNodes.has(node) && packets > 0);
  const idle = rules.filter(({ node, trait }) => passed.has(node) && sumOf(rules, node, trait) === 0);
  return [...counted.map(({ text }) => text), ...idleTexts(idle)];
};

/** One line for all idle rules of a trait. */
const idleTexts = (idle: readonly RuleCount[]): readonly string[] => {
  const siblings = ({ node, trait }: RuleCount) => idle.filter((rule) => rule.node === node && rule.trait === trait);
  return idle
    .filter((rule) => siblings(rule)[0] === rule)
    .map((rule) => {
      const others = siblings(rule).length - 1;
      return others > 0
        ? `${rule.text}, and so did ${others} more ${others === 1 ? 'rule' : 'rules'} of ${rule.trait}`
        : rule.text;
    });
};

const sumOf = (rules: readonly RuleCount[], node: string, trait: string): number =>
  rules.filter((rule) => rule.node === node && rule.trait === trait).reduce((sum, { packets }) => sum + packets, 0);

const portsOf = ({ ends }: Conversation): string => ends.map(({ port, address }) => port ?? address).join('→');
