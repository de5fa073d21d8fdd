import type { Cause, Episode } from '../../evidence/stalls/episode.ts';
import { healedBy } from '../../evidence/stalls/healed-by.ts';
import { ledgerSince } from '../../evidence/ledger/ledger-since.ts';
import type { Reading } from '../../evidence/stalls/flow-reading.ts';
import { ackedAtMs, pause } from '../../evidence/sockets/sample.ts';
import type { Silence } from '../../evidence/sockets/sample.ts';
import { stall } from '../../evidence/stalls/stall-cause.ts';
import { attendedMs } from './sampling-clock.ts';
import { Readings } from './flow-readings.ts';
import type { Sampler } from './sampler.ts';
import { isDue, isStill } from './ongoing-silence.ts';
import type { Proof, Standing } from './ongoing-silence.ts';
import type { Watched } from './watched-flow.ts';
import { callWitness, dismissWitnesses } from './keepalive-probe.ts';

/** The stalls of one flow: looks into each silence while it stands, keeps what was proved, and says what ended it. */
export class Stalls {
  /** Oldest first; the last one may still be open. */
  readonly episodes: Episode[] = [];
  readonly #flow: Watched;
  readonly #sampler: Sampler;
  readonly #readings: Readings;
  /** What was counted before the silence that stands. */
  #before: Reading;
  #standing: Standing | undefined;

  constructor(flow: Watched, sampler: Sampler) {
    this.#flow = flow;
    this.#sampler = sampler;
    this.#readings = new Readings(flow, sampler);
    this.#before = flow.request.over ? this.#readings.now() : nothing;
  }

  /** To be called after each sample; `changedAtMs` is when the lab was changed last. */
  look(changedAtMs: number): void {
    const now = pause(this.#sampler.samples);
    if (this.#standing && !isStill(this.#standing, now)) this.#end(this.#standing, changedAtMs);
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
    return proof !== undefined && (proof.cause.word !== 'unknown' || attendedMs() - proof.provedAt >= hopeMs);
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

  #examined(standing: Standing, now: Silence): Standing {
    const after = this.#readings.steady(now);
    if (!after) return standing; // it moved meanwhile
    const { latest: previous } = standing;
    const first = standing.first.receiver ? standing.first : after; // nothing was accepted yet
    const of = this.#readings.surroundings(now.end);
    const cause = stall({ ...of, before: this.#before, first, after, ...(previous && { previous }) });
    const found = { ...standing, first, latest: after, examined: now.backoff, moving: cause === 'moving' };
    if (cause && cause !== 'moving') return { ...found, proof: this.#proof(cause, standing, after) };
    callWitness(now.end, this.#flow);
    return found;
  }

  /** The first proof opens an episode; a later one may know the cause, or more of it. */
  #proof(cause: Cause, { silence, proof }: Standing, { sender }: Reading): Proof {
    if (proof && cause.word === 'unknown') return proof;
    if (proof) this.episodes.pop();
    this.episodes.push({ fromMs: silence.fromMs, cause });
    return { then: sender!, provedAt: attendedMs(), ...proof, cause };
  }

  /** Something was acknowledged, or the socket is gone: the next silence is a story of its own. */
  #end({ silence, examined, first, latest = first, proof }: Standing, changedAtMs: number): void {
    const now = this.#sampler.samples.at(-1)![silence.end];
    const moved = now !== undefined && now.bytesAcked > silence.acked;
    const before = this.#before;
    this.#before = proof && moved ? this.#readings.now() : latest;
    if (examined > 0) dismissWitnesses(this.#flow);
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
const nothing: Reading = { atMs: 0, ledger: { tooBig: [], segments: [] }, counters: {} };

/** Timeouts after which a silence is a stall, or slow (evidence/stalls/stall-cause.ts). */
const decisive = 3;

/** As long as small packets that are sent once a second may take to tell a blackout from a silent drop. */
const hopeMs = 2000;
