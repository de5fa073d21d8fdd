import type { Cause, Episode } from '../../evidence/stalls/episode.ts';
import { healedBy } from '../../evidence/stalls/healed-by.ts';
import { ledgerSince } from '../../evidence/ledger/ledger-since.ts';
import type { FlowReading } from '../../evidence/stalls/flow-reading.ts';
import { ackedAtMs, pauseAt } from '../../evidence/sockets/sample.ts';
import type { Silence } from '../../evidence/sockets/sample.ts';
import { stallCause } from '../../evidence/stalls/stall-cause.ts';
import { activeMs } from './sampling-clock.ts';
import { FlowReadings } from './flow-readings.ts';
import type { Sampler } from './sampler.ts';
import { isDue, isSameSilence } from './ongoing-silence.ts';
import type { StallProof, OngoingSilence } from './ongoing-silence.ts';
import type { WatchedFlow } from './watched-flow.ts';
import { startKeepaliveProbes, stopKeepaliveProbes } from './keepalive-probe.ts';

/** The stalls of one flow: looks into each silence while it stands, keeps what was proved, and says what ended it. */
export class StallDetector {
  /** Oldest first; the last one may still be open. */
  readonly episodes: Episode[] = [];
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  readonly #readings: FlowReadings;
  /** What was counted before the silence that stands. */
  #before: FlowReading;
  #standing: OngoingSilence | undefined;

  constructor(flow: WatchedFlow, sampler: Sampler) {
    this.#flow = flow;
    this.#sampler = sampler;
    this.#readings = new FlowReadings(flow, sampler);
    this.#before = flow.request.over ? this.#readings.now() : nothing;
  }

  /** To be called after each sample; `changedAtMs` is when the lab was changed last. */
  look(changedAtMs: number): void {
    const now = pauseAt(this.#sampler.samples);
    if (this.#standing && !isSameSilence(this.#standing, now)) this.#end(this.#standing, changedAtMs);
    if (!now) return;
    this.#standing ??= { silence: now, first: this.#readings.of(now), examined: 0, moving: false };
    if (isDue(this.#standing, now, this.#sampler.now())) this.#standing = this.#examined(this.#standing, now);
  }

  /** Whether the last look at a silence found packets that get through or wait in a queue. */
  moving(): boolean {
    return this.#standing?.moving ?? false;
  }

  /** Whether a stall stands proved, and its cause too, or no better one is to be expected. */
  proved(): boolean {
    const proof = this.#standing?.proof;
    return proof !== undefined && (proof.cause.word !== 'unknown' || activeMs() - proof.provedAt >= hopeMs);
  }

  /** Whether a silence stands that the next timeouts will tell more about; they come late when the round trip was slow. */
  undecided(): boolean {
    const { examined = 0, proof } = this.#standing ?? {};
    return !proof && examined > 0 && examined < decisive;
  }

  /** To be called after a change of the lab: what was counted so far belongs to the lab as it was. */
  changed(): void {
    this.#before = this.#standing ? this.#readings.of(this.#standing.silence) : this.#readings.now();
    this.#standing &&= { ...this.#standing, first: this.#before, latest: this.#before };
  }

  #examined(standing: OngoingSilence, now: Silence): OngoingSilence {
    const after = this.#readings.steady(now);
    if (!after) return standing; // it moved meanwhile
    const { latest: previous } = standing;
    const first = standing.first.receiver ? standing.first : after; // nothing was accepted yet
    const of = this.#readings.surroundings(now.end);
    const cause = stallCause({ ...of, before: this.#before, first, after, ...(previous && { previous }) });
    const found = { ...standing, first, latest: after, examined: now.backoff, moving: cause === 'moving' };
    if (cause && cause !== 'moving') return { ...found, proof: this.#proof(cause, standing, after) };
    startKeepaliveProbes(now.end, this.#flow);
    return found;
  }

  /** The first proof opens an episode; a later one may know the cause, or more of it. */
  #proof(cause: Cause, { silence, proof }: OngoingSilence, { sender }: FlowReading): StallProof {
    if (proof && cause.word === 'unknown') return proof;
    if (proof) this.episodes.pop();
    this.episodes.push({ fromMs: silence.fromMs, cause });
    return { then: sender!, provedAt: activeMs(), ...proof, cause };
  }

  /** Something was acknowledged, or the socket is gone: the next silence is a story of its own. */
  #end({ silence, examined, first, latest = first, proof }: OngoingSilence, changedAtMs: number): void {
    const now = this.#sampler.samples.at(-1)![silence.end];
    const moved = now !== undefined && now.bytesAcked > silence.acked;
    const before = this.#before;
    this.#before = proof && moved ? this.#readings.now() : latest;
    if (examined > 0) stopKeepaliveProbes(this.#flow);
    this.#standing = undefined;
    if (!proof || !moved) return;
    const { from: node } = this.#readings.surroundings(silence.end).flow;
    const since = ledgerSince(this.#before.ledger, before.ledger);
    const healer = healedBy({ node, then: proof.then, now, since, changed: changedAtMs >= silence.fromMs });
    const untilMs = ackedAtMs(silence.end, this.#sampler.samples);
    this.episodes.push({ ...this.episodes.pop()!, untilMs, ...(healer && { healedBy: healer }) });
  }
}

/** Ports are used once in a lab, so that a new connection begins with nothing counted. */
const nothing: FlowReading = { atMs: 0, ledger: { ptbs: [], segments: [] }, counters: {} };

/** Timeouts after which a silence is a stall, or slow (evidence/stalls/stall-cause.ts). */
const decisive = 3;

/** As long as small packets that are sent once a second may take to tell a blackout from a silent drop. */
const hopeMs = 2000;
