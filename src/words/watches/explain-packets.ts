import type { Family } from '../../evidence/family.ts';
import { countPackets } from '../../wire/summary/packet-counts.ts';
import { conversations } from '../../wire/journeys/conversations.ts';
import type { Conversation } from '../../wire/journeys/conversations.ts';
import { decode } from '../../wire/layers/decode.ts';
import { summarizeConversation } from '../../wire/summary/conversation-summary.ts';
import { followPackets } from '../../wire/journeys/follow-packets.ts';
import { causeFromPackets } from '../../wire/summary/cause-from-packets.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import { summarizeJourneys } from '../../wire/summary/summarize-journeys.ts';
import { nodeOf } from '../../wire/journeys/sighting.ts';
import type { Sighting } from '../../wire/journeys/sighting.ts';
import { transfersOf } from '../facts/transfers-of.ts';
import type { Facts } from '../facts/facts.ts';
import type { CapturedFrame } from '../lab/lab.ts';
import type { NodeView } from '../lab/node-view.ts';
import { isHost } from '../lab/node-view.ts';
import type { RuleCount } from './rule-counts.ts';
import type { SharedFrames } from './shared-capture.ts';
import type { Observation } from '../lab/transfer.ts';

/**
 * The packets of a step's flows as a fact: each accounted for, the telling ones kept, and of a stall the chain of reasons. It pauses
 * now and then, since flows of other labs are watched by the same thread.
 */
export const explainPackets = async ({ nodes, family, learned, captured, rules }: Seen): Promise<Facts['journeys']> => {
  const sightings = await sightingsOf(captured.frames, family);
  await pause();
  const all = followPackets(sightings);
  await pause();
  const flows = transfersOf(learned);
  const of = conversations(all).filter((one) =>
    flows ? flows.some((flow) => isOf(one, flow)) : one.protocol !== 'tcp',
  );
  if (of.length === 0) return undefined;
  const scene = { addressOwners: homesIn(nodes), end: captured.endedAt };
  const told = of.map(({ journeys }) => summarizeJourneys(journeys, scene));
  const drawn = Math.max(
    0,
    of.findIndex((one) => flows?.some((flow) => isOf(one, flow) && flow.outcome === 'stalled')),
  );
  const stalled = flows?.find((flow) => isOf(of[drawn]!, flow) && isStalled(flow));
  const places = [...nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place }) => place));
  const cause = stalled && causeOf(told[drawn]!, nodes);
  return {
    ...summarizeConversation(flows ? told[drawn]! : told.flat().toSorted((a, b) => a.number - b.number), places),
    ...countPackets(told.flat(), places),
    ...(cause && { cause }),
    drawn: of.length > 1 && flows ? `one of ${of.length} flows, ${portsOf(of[drawn]!)}` : portsOf(of[drawn]!),
    why: cause ? [...cause.evidence, ...rulesThere(told[drawn]!, rules)] : [],
    warnings: captured.warnings,
  };
};

interface Seen {
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly family: Family;
  readonly learned: Facts;
  readonly captured: SharedFrames;
  readonly rules: readonly RuleCount[];
}

const isStalled = ({ outcome, episodes }: Observation): boolean =>
  outcome === 'stalled' || episodes.some(({ untilMs }) => untilMs === undefined);

/** The other family is not even decoded: the EtherType stands in bytes 12 and 13, as nothing here is tagged. */
const sightingsOf = async (frames: readonly CapturedFrame[], family: Family): Promise<readonly Sighting[]> => {
  const own = frames.filter(({ bytes }) => ((bytes[12] ?? 0) << 8) + (bytes[13] ?? 0) === etherTypes[family]);
  const found: Sighting[] = [];
  for (const { place, direction, time, bytes, originalLength } of own) {
    found.push({ place, direction, time, packet: decode({ bytes, originalLength }) });
    if (found.length % withoutPause === 0) await pause();
  }
  return found;
};

/** Packets, some 10 ms. */
const withoutPause = 500;

const pause = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const etherTypes: Readonly<Record<Family, number>> = { ipv6: 0x86dd, ipv4: 0x0800 };

const isOf = ({ protocol, ends }: Conversation, { ports }: Observation): boolean =>
  protocol === 'tcp' &&
  ends.some(({ port }) => port === ports.client) &&
  ends.some(({ port }) => port === ports.server);

const homesIn = (nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, string> =>
  new Map(
    [...nodes.values()].flatMap(({ name, address, interfaces }) =>
      [address, ...interfaces.map((one) => one.address)].flatMap(({ ipv6, ipv4 }) => [
        [ipv6, name] as const,
        [ipv4, name] as const,
      ]),
    ),
  );

/** Whoever sent most of what is large, or else the first data, is the sender of the bulk. */
const causeOf = (
  all: readonly JourneySummary[],
  nodes: ReadonlyMap<string, NodeView>,
): ReturnType<typeof causeFromPackets> => {
  const bulk = all.find(({ kind }) => kind === 'large') ?? all.find(({ payload = 0 }) => payload > 0);
  if (!bulk?.from || !bulk.to) return undefined;
  const named = (such: (node: NodeView) => boolean) =>
    new Set([...nodes.values()].filter(such).map(({ name }) => name));
  const routers = named(({ forwards }) => forwards);
  return causeFromPackets(all, { sender: bulk.from, receiver: bulk.to, hosts: named(isHost), routers });
};

/** Rules that counted where something died or an error was taken, and those of the path of which none counted anything. */
const rulesThere = (all: readonly JourneySummary[], rules: readonly RuleCount[]): readonly string[] => {
  const passed = new Set(all.flatMap(({ stops }) => stops.map(({ place }) => nodeOf(place))));
  const ends = all.filter(({ ended, kind }) => ended === 'dead' || kind === 'ptb');
  const graves = new Set(ends.map(({ stops }) => nodeOf(stops.at(-1)!.place)));
  const counted = rules.filter(({ node, packets }) => graves.has(node) && packets > 0);
  const idle = rules.filter(({ node, trait }) => passed.has(node) && sumOf(rules, node, trait) === 0);
  return [...counted.map(({ text: says }) => says), ...idleLines(idle)];
};

/** One line for all idle rules of a trait. */
const idleLines = (idle: readonly RuleCount[]): readonly string[] =>
  idle
    .filter((one, index) => idle.findIndex(({ node, trait }) => node === one.node && trait === one.trait) === index)
    .map(({ node, trait, text: says }) => {
      const others = idle.filter((one) => one.node === node && one.trait === trait).length - 1;
      return others > 0 ? `${says}, like ${others} more of ${trait} there` : says;
    });

const sumOf = (rules: readonly RuleCount[], node: string, trait: string): number =>
  rules.reduce((sum, one) => (one.node === node && one.trait === trait ? sum + one.packets : sum), 0);

const portsOf = ({ ends }: Conversation): string => ends.map(({ port, address }) => port ?? address).join('→');
