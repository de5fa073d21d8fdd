import { readFileSync } from 'node:fs';
import { drawLadder } from '../reports/ladder/draw-ladder.ts';
import { painter, wantsColour } from '../reports/terminal/paint.ts';
import { printable } from '../text/printable.ts';
import { CaptureError } from '../wire/formats/capture-error.ts';
import type { CaptureFile } from '../wire/formats/capture-file.ts';
import type { Conversation, ConversationEnd } from '../wire/journeys/conversations.ts';
import { conversations } from '../wire/journeys/conversations.ts';
import { sightingsByAddress } from '../wire/journeys/sightings-by-address.ts';
import { summarizeConversation } from '../wire/summary/conversation-summary.ts';
import { addressOwners } from '../wire/journeys/address-owners.ts';
import { followPackets } from '../wire/journeys/follow-packets.ts';
import { readAnnotations } from '../wire/formats/read-annotations.ts';
import type { Annotation } from '../wire/formats/read-annotations.ts';
import { summarizeJourneys } from '../wire/summary/summarize-journeys.ts';
import { readCapture } from '../wire/formats/read-capture.ts';
import { insertNotes } from '../wire/summary/ladder-rows.ts';
import { ipOf, sightingsOf } from '../wire/journeys/sighting.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { errorMessage } from './command-line/error-message.ts';

/**
 * `mtulab capture show FILE`: draws the conversations of a pcap or pcapng file as ladders; needs no privileges. Exits
 * with 2 when the file is not a capture or no conversation matches.
 */
export const perform: Perform = async ([file], options, io) => {
  const capture = readFile(file!);
  if (typeof capture === 'string') {
    io.err(`${file}: ${capture}\n`);
    return exitCode({ invalidInput: true });
  }
  const traffic = trafficOf(capture);
  const chosen = traffic.conversations.filter((conversation) => isChosen(conversation, options));
  if (chosen.length === 0) {
    io.err(`${file}: ${traffic.conversations.length === 0 ? 'no IP packets' : noMatchText(traffic)}\n`);
    return exitCode({ invalidInput: true });
  }
  for (const [name, address] of legendOf(traffic, chosen)) io.out(`${name} = ${address}\n`);
  const blankBeforeFirst = traffic.legend.length > 0;
  chosen.forEach((conversation, index) => {
    if (index > 0 || blankBeforeFirst) io.out('\n');
    show(conversation, traffic, io);
  });
  return 0;
};

const readFile = (file: string): CaptureFile | string => {
  try {
    return readCapture(readFileSync(file));
  } catch (error) {
    return error instanceof CaptureError ? error.message : `cannot be read (${errorMessage(error)})`;
  }
};

interface Traffic {
  readonly conversations: readonly Conversation[];
  readonly addressOwners: ReadonlyMap<string, string>;
  /** Short names of addresses, for files that do not name the nodes. */
  readonly legend: readonly (readonly [name: string, address: string])[];
  readonly annotations: readonly Annotation[];
}

/** Follows the packets of a file; if it names no places or directions, each address is taken as a node. */
const trafficOf = (capture: CaptureFile): Traffic => {
  const seen = sightingsOf(capture);
  const { sightings, names } = seen.length > 0 ? { sightings: seen, names: new Map() } : sightingsByAddress(capture);
  const journeys = followPackets(sightings);
  return {
    conversations: conversations(journeys),
    addressOwners: names.size > 0 ? names : addressOwners(journeys),
    legend: [...names].map(([address, name]) => [name, address]),
    annotations: readAnnotations(capture),
  };
};

const legendOf = ({ legend }: Traffic, shown: readonly Conversation[]): Traffic['legend'] => {
  const addresses = new Set(
    shown.flatMap(({ journeys }) =>
      journeys.flatMap(({ packet }) => [ipOf(packet)?.source, ipOf(packet)?.destination]),
    ),
  );
  return legend.filter(([, address]) => addresses.has(address));
};

const isChosen = ({ family, ends }: Conversation, { flow, ipv4, ipv6 }: Options): boolean =>
  (flow === undefined || ends.some(({ port, address }) => String(port) === flow || address === flow)) &&
  (ipv4 === ipv6 || family === (ipv4 ? 'ipv4' : 'ipv6'));

const noMatchText = ({ conversations }: Traffic): string =>
  `no conversation matches; the file has:\n${conversations.map((one) => `  ${titleOf(one)}\n`).join('')}`.trimEnd();

const show = (conversation: Conversation, traffic: Traffic, { out }: Io): void => {
  const { journeys } = conversation;
  const paint = painter(wantsColour(process.env, process.stdout.isTTY));
  const width = process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 120) : 100;
  const { columns, rows } = summarizeConversation(summarizeJourneys(journeys, traffic));
  const [begin, end] = [journeys[0]!.stops[0]!.time, journeys.at(-1)!.last.time];
  const notes = traffic.annotations
    .filter(({ time, text }) => time >= begin && time <= end && !isConclusion.test(text))
    .map(({ time, text }) => ({ note: printable(text), atMs: Number(time - begin) / 1e6 }));
  const ladder = drawLadder({ columns, rows: insertNotes(rows, notes) }, { paint, width });
  out(`${paint('bold', titleOf(conversation))}\n${ladder.join('\n')}\n`);
};

/**
 * Annotations that draw conclusions from packets belong to the report; the ladder shows only those that affect the
 * packets.
 */
const isConclusion = /^(verdict of step|step \d+ (ends|inherits))/;

const titleOf = ({ family, protocol, ends, journeys }: Conversation): string => {
  const names = ends.map((end) => endText(end)).join(' ↔ ');
  const protocolName = protocol === 'other' ? '' : ` ${protocol.toUpperCase()}`;
  return `${family === 'ipv6' ? 'IPv6' : 'IPv4'}${protocolName}  ${names}  (${journeys.length} packets)`;
};

const endText = ({ address, port }: ConversationEnd): string => {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};
