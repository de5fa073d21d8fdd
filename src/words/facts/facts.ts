import { counters } from './counters.ts';
import { datagrams } from './datagrams.ts';
import type { Fact, FactValue } from './fact.ts';
import { hops } from './hops.ts';
import { holder } from './holder.ts';
import { journeys } from './journeys.ts';
import { leg } from './leg.ts';
import { noTransfer } from './no-transfer.ts';
import { output } from './output.ts';
import { pmtu } from './pmtu.ts';
import { ptb } from './ptb.ts';
import { reply } from './reply.ts';
import { rtt } from './rtt.ts';
import { rules } from './rules.ts';
import { synAck } from './syn-ack.ts';
import { syn } from './syn.ts';
import { traffic } from './traffic.ts';
import { transfer } from './transfer.ts';
import { transfers } from './transfers.ts';
import { udpSockets } from './udp-sockets.ts';
import { visit } from './visit.ts';

const registry = {
  transfer,
  transfers,
  'no-transfer': noTransfer,
  datagrams,
  'udp-sockets': udpSockets,
  reply,
  rtt,
  syn,
  'syn-ack': synAck,
  pmtu,
  leg,
  hops,
  holder,
  counters,
  ptb,
  journeys,
  rules,
  output,
  visit,
  traffic,
};

export type FactName = keyof typeof registry;

/** The type of the values of the fact with this name. */
export type FactOf<F extends FactName> = FactValue<(typeof registry)[F]>;

/** What a step learned, for one family or once. An absent fact was not observed; a verdict on it is `met: null`. */
export type Facts = { readonly [F in FactName]?: FactOf<F> };

/** Every fact, by the name that words learn, give and read it under. A new fact needs its own file and one entry here. */
export const facts: { readonly [F in FactName]: Fact<FactOf<F>> } = registry;
