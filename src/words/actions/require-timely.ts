import { sharedFamilies } from '../lab/destination.ts';
import type { Lab, ObservedProgram } from '../lab/lab.ts';
import { attemptDelayOf, resolutionDelayOf } from '../lab/visit.ts';
import type { Visit } from '../lab/visit.ts';
import { inMs } from '../language/amount.ts';
import { answersDns } from '../services/answers-dns.ts';
import type { DnsAnswers } from '../services/answer-settings.ts';

/**
 * Throws where an answer came later than the slowest server would have sent it over the links on the way, and the client did something
 * meanwhile: on a machine that is too busy, the order of events is not that of the network. A client that only waited has waited for longer.
 */
export const requireTimely = ({ queries, attempts }: Visit, client: string, lab: Lab): void => {
  const asked = lab.traitOf(client, 'nameserver') as string | undefined;
  if (asked === undefined) return;
  for (const { family, askedMs, answeredMs } of queries) {
    const type = family === 'ipv6' ? 'aaaa' : 'a';
    const servers = [...lab.nodes.values()]
      .filter(answersDns)
      .map(({ name }) => ({ name, way: (lab.traitOf(name, 'dns-answers') as DnsAnswers | undefined)?.[type] }));
    if (answeredMs === undefined || servers.some(({ way }) => way === 'never')) continue;
    if (!servers.some(({ way }) => typeof way === 'object')) continue; // no server is late, so nothing depends on its answers
    const slowest = Math.max(
      ...servers.map(
        ({ name, way }) => roundTripMs(lab, asked, name) + (typeof way === 'object' ? inMs(way.delay) : 0),
      ),
    );
    const dueMs = askedMs + roundTripMs(lab, client, asked) + slowest;
    const late = Math.round(answeredMs - dueMs);
    const events = attempts.flatMap(({ ms, connectedMs = ms }) => [ms, connectedMs]);
    if (late > lateMs && events.some((ms) => ms > dueMs && ms < answeredMs))
      throw new Error(
        `the answer of ${type.toUpperCase()} came ${late} ms late: this machine is too busy to judge a race`,
      );
  }
};

/**
 * Throws where the program waited for a processor during its race: its timers fire late then, and so another attempt begins, or begins late.
 * Nothing is known of a kernel that does not account for it.
 */
export const requireProcessor = (visit: Visit, { processorWaits: waits = [] }: ObservedProgram): void => {
  const { beganAtMs = Infinity, attempts } = visit;
  if (attemptDelayOf(visit) === null && resolutionDelayOf(visit) === null) return; // no timer has decided anything
  const endedAtMs = beganAtMs + attempts.at(-1)!.ms;
  const before = waits.findLast(({ atMs }) => atMs <= beganAtMs) ?? { waitedMs: 0 };
  const after = waits.find(({ atMs }) => atMs >= endedAtMs) ?? waits.at(-1) ?? before;
  const waitedMs = Math.round(after.waitedMs - before.waitedMs);
  if (waitedMs > mostWaitedMs)
    throw new Error(`the program waited ${waitedMs} ms for a processor: this machine is too busy to judge a race`);
};

/** The most of both families: a client or resolver may ask over either. */
const roundTripMs = (lab: Lab, from: string, to: string): number =>
  from === to
    ? 0
    : Math.max(0, ...sharedFamilies(lab.nodes, from, to).map((family) => lab.delayOfLinks({ from, to, family })));

/** Scenarios keep twice as much between their delays and those of clients. */
const lateMs = 15;

/** Scenarios keep 30 ms between what they expect and the delays of clients. */
const mostWaitedMs = 25;
