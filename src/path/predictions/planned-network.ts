import type { Family } from '../../evidence/family.ts';
import type { NetworkPlan } from '../../plan/model/plan.ts';
import type {
  Network,
  PredictedDatagrams,
  PredictedDownload,
  PredictedPing,
  PredictedTransfer,
  Prediction,
} from '../../words/lab/network.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { NetworkTraits } from '../walk/network-traits.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { plannedView } from '../walk/planned-view.ts';
import { distinctEnds } from './distinct-ends.ts';
import { failedHandshake } from './failed-handshake.ts';
import { handshakeNotes } from './handshake-notes.ts';
import { handshakes } from './handshakes.ts';
import type { Handshake, LegChoice } from './handshakes.ts';
import { mayExpire } from './path-mtu-lifetime.ts';
import { PathMtuMemory } from './path-mtu-memory.ts';
import { predictDatagrams } from './predict-datagrams.ts';
import { predictDownload } from './predict-download.ts';
import { predictPing } from './predict-ping.ts';
import { remember } from './remember.ts';
import { sendBody } from './send-body.ts';
import type { PossibleEnds } from './possible-ends.ts';
import { possibleMtus } from './possible-mtus.ts';
import { sendersOf } from './sender.ts';
import type { Sender } from './sender.ts';

/** The network of a plan, in which steps are predicted one after the other: nothing of it is built. */
export class PlannedNetwork implements Network {
  readonly #network: NetworkView;
  /** The traits of the build: a server that listens keeps what its socket was made with. */
  readonly #built: NetworkTraits;
  readonly #memory = new PathMtuMemory((node, family) => mayExpire(this.#network, node, family));
  readonly #kept = new Map<string, KeptFlow>();
  #unknown: string | undefined;

  constructor(plan: NetworkPlan, dictionary: Dictionary) {
    this.#network = plannedView(plan, dictionary);
    this.#built = new NetworkTraits(plan.scenario.nodes, dictionary.traits);
  }

  setTrait(node: string, trait: string, settings: unknown): void {
    this.#network.traits.set(node, trait, settings);
    if (this.#network.traits.changesPathMtus(trait)) this.#memory.mayForget(node);
  }

  forgetPathMtus(node?: string): void {
    this.#memory.forget(node);
  }

  mayLearn(node: string): void {
    for (const family of this.#network.nodes.get(node)!.families)
      this.#memory.mayLearn(node, family, possibleMtus(this.#network));
  }

  becomesUnknown(why: string): void {
    this.#unknown ??= why;
  }

  ping(request: PredictedPing): Prediction {
    return this.#predict(request, () => predictPing(this.#network, this.#memory, request));
  }

  datagrams(request: PredictedDatagrams): Prediction {
    return this.#predict(request, () => predictDatagrams(this.#network, this.#memory, request));
  }

  download(request: PredictedDownload): Prediction {
    return this.#predict(request, () => predictDownload(this.#network, this.#memory, request));
  }

  follow(flow: string, family: Family): Prediction {
    const kept = this.#kept.get(`${flow} ${family}`);
    if (!kept) return { unknown: this.#unknown ?? `no prediction was made for the flow ${flow}` };
    return this.#predict(kept.request, () => this.#send(kept));
  }

  transfer(request: PredictedTransfer): Prediction {
    return this.#predict(request, () => this.#transfer(request));
  }

  #predict({ from, to, family }: FlowEnds, predict: () => Prediction): Prediction {
    if (this.#unknown !== undefined) return { unknown: this.#unknown };
    const prediction = predict();
    if ('unknown' in prediction)
      for (const end of [from, to]) {
        const own = this.#network.nodes.get(end)?.families ?? [family];
        for (const each of own.includes(family) ? [family] : own)
          this.#memory.mayLearn(end, each, possibleMtus(this.#network));
      }
    return prediction;
  }

  #transfer(request: PredictedTransfer): Prediction {
    const { from, to, family, as, over } = request;
    const carrier = over === undefined ? undefined : this.#kept.get(`${over} ${family}`);
    if (over !== undefined && !carrier) return { unknown: `no prediction was made for the flow ${over}` };
    const leg = this.#legChoice(request);
    const { opened, failed } =
      carrier?.connections ?? handshakes(this.#network, this.#memory, { from, to, family, leg });
    const flow = { request, connections: { opened, failed } };
    if (as !== undefined) this.#kept.set(`${as} ${family}`, flow);
    return this.#send(flow);
  }

  /** A leg is chosen by the end that has a link to it. */
  #legChoice({ from, leg }: PredictedTransfer): LegChoice | undefined {
    if (leg === undefined) return undefined;
    const isClients = this.#network.nodes.get(from)!.interfaces.some(({ peer }) => peer === leg);
    return { of: isClients ? 'client' : 'server', leg };
  }

  #send({ request, connections: { opened, failed } }: KeptFlow): Prediction {
    const unknownWay = failed.find(({ end }) => end.kind === 'unknown')?.end;
    if (unknownWay?.kind === 'unknown') return { unknown: unknownWay.why };
    const sent = opened.flatMap((connection) => this.#sendOver(connection, request));
    const unknown = sent.find((each) => each.unknown !== undefined)?.unknown;
    const [first] = opened;
    if (first) this.#remember(first, request, sent);
    if (unknown !== undefined) return { unknown };
    const ends = [...failed.map(failedHandshake), ...sent.flatMap((each) => each.ends)];
    const stops = request.stopsReading
      ? [{ outcome: 'unfinished', because: 'the receiver stops reading' } as const]
      : [];
    return { ends: distinctEnds([...ends, ...stops]), notes: [...new Set(opened.flatMap(handshakeNotes))] };
  }

  #sendOver(connection: Handshake, request: PredictedTransfer): readonly PossibleEnds[] {
    const { client, server, packets, synMss, synAckMss, optionBytes, leg } = connection;
    const isDownload = request.kind === 'download';
    const [sends, gets] = isDownload ? [server, client] : [client, server];
    const legOf = (end: LegChoice['of']): string | undefined => (leg?.of === end ? leg.leg : undefined);
    const [legOut, legBack] = isDownload ? [legOf('server'), legOf('client')] : [legOf('client'), legOf('server')];
    const { node, destination, family } = sends;
    const current = sendersOf(this.#network, this.#memory, { node, destination, family, leg: legOut });
    return current.map((sender) =>
      sendBody(this.#network, {
        ...{ sender, receiver: gets.node, receiverFamily: gets.family },
        packets: isDownload
          ? { ofSender: packets.ofServer, ofReceiver: packets.ofClient }
          : { ofSender: packets.ofClient, ofReceiver: packets.ofServer },
        ...{ mss: isDownload ? synMss : synAckMss, optionBytes, bytes: request.bytes, isRaw: request.raw === true },
        ...{ mayFragment: this.#mayFragment(sender, isDownload), leg: legOut, legBack },
      }),
    );
  }

  /** IPv4 has no DF with a locked MTU, and with ip_no_pmtu_disc where it was set before the socket was made. */
  #mayFragment({ node, family, isLocked }: Sender, isServer: boolean): boolean {
    if (family !== 'ipv4') return false;
    const traits = isServer ? this.#built : this.#network.traits;
    return isLocked || (traits.sysctlOf(node, 'net.ipv4.ip_no_pmtu_disc') ?? '0') !== '0';
  }

  #remember({ client, server }: Handshake, { kind }: PredictedTransfer, sent: readonly PossibleEnds[]): void {
    const sender = kind === 'download' ? server : client;
    remember(
      this.#network,
      this.#memory,
      sender,
      sent.flatMap(({ learned }) => learned),
    );
  }
}

type FlowEnds = Pick<PredictedTransfer, 'from' | 'to' | 'family'>;

interface KeptFlow {
  readonly request: PredictedTransfer;
  readonly connections: ReturnType<typeof handshakes>;
}
