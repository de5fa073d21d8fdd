import type { Cause, Episode } from '../../evidence/stalls/episode.ts';
import { healedBy } from '../../evidence/stalls/healed-by.ts';
import type { EndedStall } from '../../evidence/stalls/healed-by.ts';
import { ledgerSince } from '../../evidence/ledger/ledger-since.ts';
import type { LedgerCounts } from '../../evidence/ledger/ledger-since.ts';
import type { FlowReading } from '../../evidence/stalls/flow-reading.ts';
import { isDraining } from '../../evidence/stalls/retransmission-window.ts';
import { ackedAtMs } from '../../evidence/sockets/sample.ts';
import type { Sample } from '../../evidence/sockets/sample.ts';
import { pauseAt } from '../../evidence/sockets/silence.ts';
import type { Silence } from '../../evidence/sockets/silence.ts';
import { stallCause } from '../../evidence/stalls/stall-cause.ts';
import { activeMs } from './sampling-clock.ts';
import { FlowReadings } from './flow-readings.ts';
import type { Sampler } from './sampler.ts';
import { isReadingDue, isSameSilence } from './ongoing-silence.ts';
import type { StallProof, OngoingSilence } from './ongoing-silence.ts';
import type { WatchedFlow } from './watched-flow.ts';
import { startKeepaliveProbes, stopKeepaliveProbes } from './keepalive-probe.ts';

/** Finds the stalls of one flow: reads the nodes during each silence, keeps the proved cause, and determines what healed it. */
export class StallDetector {
  /** Oldest first; the last one may still be open. */
  readonly episodes: Episode[] = [];
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  readonly #readings: FlowReadings;
  /** The last reading before the ongoing silence. */
  #before: FlowReading;
  #ongoing: OngoingSilence | undefined;
  /** What was counted just before the last change of the lab, and the sockets then. */
  #change: { readonly ledger: LedgerCounts; readonly sample: Sample } | undefined;
  /** Why the end that is not silent cannot send small packets, if it cannot. */
  #refusal: string | undefined;

  constructor(flow: WatchedFlow, sampler: Sampler, readings = new FlowReadings(flow, sampler)) {
    this.#flow = flow;
    this.#sampler = sampler;
    this.#readings = readings;
    this.#before = flow.request.over ? this.#readings.readNodes() : nothingCounted;
  }

  /** Call after each sample. */
  update(): void {
    const silence = pauseAt(this.#sampler.samples);
    if (this.#ongoing && !isSameSilence(this.#ongoing, silence)) this.#end(this.#ongoing);
    if (!silence) return;
    this.#ongoing ??= { silence, first: this.#readings.readSilence(silence), readBackoff: 0, isMoving: false };
    if (isReadingDue(this.#ongoing, silence, this.#sampler.elapsedMs()))
      this.#ongoing = this.#readAgain(this.#ongoing, silence);
  }

  /** Whether the latest reading of a silence showed packets that get through or wait in a queue. */
  isMoving(): boolean {
    return this.#ongoing?.isMoving ?? false;
  }

  /** Whether the ongoing silence is a proved stall with a known cause, or with one that will remain unknown. */
  isProved(): boolean {
    const proof = this.#ongoing?.proof;
    if (!proof || proof.isStale) return false;
    return proof.cause.word !== 'unknown' || activeMs() - proof.provedAtMs >= probesTakeMs;
  }

  /** Whether the ongoing silence was proved a stall before the latest change of the lab only. */
  isStale(): boolean {
    return this.#ongoing?.proof?.isStale ?? false;
  }

  /** Whether the next timeouts of a silence will decide; they come late after a long round-trip time. */
  isUndecided(): boolean {
    const { readBackoff = 0, proof } = this.#ongoing ?? {};
    return !proof && readBackoff > 0 && readBackoff < decisiveBackoff;
  }

  /** Call before a change of the lab: what is counted from now on may heal a stall beside the change, or instead of it. */
  beforeChange(): void {
    const { ledger } = this.#ongoing ? this.#readings.readNodes() : this.#before;
    this.#change = { ledger, sample: this.#sampler.take() }; // the ledger first: a message that arrives meanwhile is not in it
  }

  /** Call after a change of the lab: everything counted so far belongs to the lab before the change. */
  afterChange(): void {
    this.#before = this.#ongoing ? this.#readings.readSilence(this.#ongoing.silence) : this.#readings.readNodes();
    if (!this.#ongoing) return;
    const { proof } = this.#ongoing;
    this.#ongoing = {
      ...this.#ongoing,
      first: this.#before,
      latest: this.#before,
      ...(proof && { proof: { ...proof, isStale: true } }),
    };
  }

  #readAgain(ongoing: OngoingSilence, silence: Silence): OngoingSilence {
    const after = this.#readings.readStable(silence);
    if (!after) return ongoing; // more was acknowledged meanwhile
    const { latest: previous } = ongoing;
    const first = ongoing.first.receiver ? ongoing.first : after; // the server had not accepted the connection yet
    const path = this.#readings.pathFrom(silence.end);
    const silent = { ...path, before: this.#before, first, after, ...(previous && { previous }) };
    const cause = stallCause(silent);
    const read = {
      ...ongoing,
      first: isDraining(silent) ? after : first,
      latest: after,
      readBackoff: silence.backoff,
      isMoving: cause === 'moving',
    };
    if (cause && cause !== 'moving') return { ...read, proof: this.#prove(this.#withRefusal(cause), ongoing, after) };
    this.#refusal = startKeepaliveProbes(silence.end, this.#flow);
    return read;
  }

  /** A cause that a small packet might have proved names the reason why none was sent. */
  #withRefusal(cause: Cause): Cause {
    if (cause.word !== 'unknown' || this.#refusal === undefined) return cause;
    return { ...cause, evidence: [...cause.evidence, this.#refusal] };
  }

  /** The first proof opens an episode; a later one may find its cause or refine it. */
  #prove(cause: Cause, { silence, proof }: OngoingSilence, { sender }: FlowReading): StallProof {
    if (proof && !proof.isStale && cause.word === 'unknown') return proof;
    if (proof) this.episodes.pop();
    this.episodes.push({ fromMs: silence.fromMs, cause });
    return { silentEnd: sender!, provedAtMs: activeMs(), ...proof, cause, isStale: false };
  }

  /** More was acknowledged, or the socket is closed: the next silence is judged separately. */
  #end({ silence, readBackoff, first, latest = first, proof }: OngoingSilence): void {
    const now = this.#sampler.samples.at(-1)![silence.end];
    const moved = now !== undefined && now.bytesAcked > silence.acked;
    this.#before = proof && moved ? this.#readings.readNodes() : latest;
    if (readBackoff > 0) stopKeepaliveProbes(this.#flow);
    this.#ongoing = undefined;
    if (!proof || !moved) return;
    const { from: node } = this.#readings.pathFrom(silence.end).flow;
    const change = this.#changeDuring(silence);
    const healer = healedBy({ node, then: proof.silentEnd, now, ...(change && { change }) });
    const untilMs = ackedAtMs(silence.end, this.#sampler.samples);
    this.episodes.push({ ...this.episodes.pop()!, untilMs, ...(healer && { healedBy: healer }) });
  }

  #changeDuring({ end, fromMs }: Silence): EndedStall['change'] {
    if (!this.#change || this.#change.sample.atMs < fromMs) return undefined;
    const { ledger, sample } = this.#change;
    const then = sample[end];
    return then && { then, since: ledgerSince(this.#before.ledger, ledger) };
  }
}

/** Ports are used once in a lab, so every count of a new connection begins at zero. */
const nothingCounted: FlowReading = { atMs: 0, ledger: { ptbs: [], segments: [], fragments: [] }, counters: {} };

/** Timeouts after which a silence is either a stall or slow (evidence/stalls/stall-cause.ts). */
const decisiveBackoff = 3;

/** The time that small packets, sent once a second, may take to distinguish a blackout from a silent drop. */
const probesTakeMs = 2000;
