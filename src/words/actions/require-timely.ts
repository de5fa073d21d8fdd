import { sharedFamilies } from '../lab/destination.ts';
import type { Lab, ObservedProgram, ProcessorWait } from '../lab/lab.ts';
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
 * Throws where a thread of the program waited for a processor while a timer of its race ran: the timer fires late then, and so another attempt
 * begins, or begins late. `runsTimers` names the threads that matter; all do by default. Nothing is known of a kernel that does not account
 * for it.
 */
export const requireProcessor = (visit: Visit, program: ObservedProgram, runsTimers?: RegExp): void => {
  const { beganAtMs = Infinity } = visit;
  const waits = runsTimers ? ofThreads(program, runsTimers) : (program.processorWaits ?? []);
  for (const { from, to } of timersOf(visit)) {
    const waitedMs = Math.round(longestWait(waits, { from: beganAtMs + from, to: beganAtMs + to }));
    if (waitedMs > mostWaitedMs)
      throw new Error(`the program waited ${waitedMs} ms for a processor: this machine is too busy to judge a race`);
  }
};

const ofThreads = ({ processorWaits = [], threadNames }: ObservedProgram, names: RegExp): readonly ProcessorWait[] =>
  processorWaits.map(({ atMs, waitedMs }) => ({
    atMs,
    waitedMs: new Map([...waitedMs].filter(([thread]) => names.test(threadNames?.get(thread) ?? ''))),
  }));

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The times, in milliseconds, in which the client waited for its resolution delay, and for its attempt delays. */
const timersOf = (visit: Visit): readonly Span[] => {
  const [first, last] = [visit.attempts[0]?.ms, visit.attempts.at(-1)?.ms];
  const resolution = resolutionDelayOf(visit);
  return [
    ...(resolution === null ? [] : [{ from: first! - resolution, to: first! }]),
    ...(attemptDelayOf(visit) === null ? [] : [{ from: first!, to: last! }]),
  ];
};

/** The most that one thread waited; a thread that was not seen before counts from when it was seen first. */
const longestWait = (waits: readonly ProcessorWait[], { from, to }: Span): number => {
  const start =
    waits.find(({ atMs }) => atMs >= from && atMs <= Math.min(to, from + ticksMs)) ??
    waits.findLast(({ atMs }) => atMs <= from);
  const end = waits.find(({ atMs }) => atMs >= to) ?? waits.at(-1);
  const before = (thread: number): number =>
    [start, ...waits].map((each) => each?.waitedMs.get(thread)).find((waitedMs) => waitedMs !== undefined) ?? 0;
  return Math.max(0, ...[...(end?.waitedMs ?? [])].map(([thread, waitedMs]) => waitedMs - before(thread)));
};

/** Two ticks of the sampling clock: a timer of a client runs longer, so that what its thread waited until then does not delay it. */
const ticksMs = 40;

/** The most of both families: a client or resolver may ask over either. */
const roundTripMs = (lab: Lab, from: string, to: string): number =>
  from === to
    ? 0
    : Math.max(0, ...sharedFamilies(lab.nodes, from, to).map((family) => lab.delayOfLinks({ from, to, family })));

/** Scenarios keep twice as much between their delays and those of clients. */
const lateMs = 15;

/** Scenarios keep 30 ms between what they expect and the delays of clients. */
const mostWaitedMs = 25;
