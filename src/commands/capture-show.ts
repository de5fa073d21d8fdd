import { readFileSync } from 'node:fs';
import { drawLadder } from '../reports/ladder/draw-ladder.ts';
import { painter, wantsColour } from '../reports/terminal/paint.ts';
import { printable } from '../reports/terminal/printable.ts';
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

/** `mtulab capture show FILE`: the conversations of a pcap or pcapng file as ladders; needs no privileges. 2 for a file that is none. */
export const perform: Perform = async ([file], options, io) => {
  const read = captureOf(file!);
  if (typeof read === 'string') {
    io.err(`${file}: ${read}\n`);
    return exitCode({ wrong: true });
  }
  const scene = sceneOf(read);
  const wanted = scene.conversations.filter((one) => isWanted(one, options));
  if (wanted.length === 0) {
    io.err(`${file}: ${scene.conversations.length === 0 ? 'no packets of IP' : nothingLeft(scene)}\n`);
    return exitCode({ wrong: true });
  }
  for (const [name, address] of legendOf(scene, wanted)) io.out(`${name} = ${address}\n`);
  wanted.forEach((one, index) => show(one, { scene, first: index === 0 && scene.legend.length === 0 }, io));
  return 0;
};

const captureOf = (file: string): CaptureFile | string => {
  try {
    return readCapture(readFileSync(file));
  } catch (error) {
    return error instanceof CaptureError ? error.message : `cannot be read (${errorMessage(error)})`;
  }
};

interface Scene {
  readonly conversations: readonly Conversation[];
  readonly addressOwners: ReadonlyMap<string, string>;
  /** Short names of addresses, where the file does not tell the nodes. */
  readonly legend: readonly (readonly [name: string, address: string])[];
  readonly notes: readonly Annotation[];
}

/** Without names of places and directions the addresses are all that is known of the nodes. */
const sceneOf = (capture: CaptureFile): Scene => {
  const seen = sightingsOf(capture);
  const { sightings, names } = seen.length > 0 ? { sightings: seen, names: new Map() } : sightingsByAddress(capture);
  const all = followPackets(sightings);
  return {
    conversations: conversations(all),
    addressOwners: names.size > 0 ? names : addressOwners(all),
    legend: [...names].map(([address, name]) => [name, address]),
    notes: readAnnotations(capture),
  };
};

const legendOf = ({ legend }: Scene, wanted: readonly Conversation[]): Scene['legend'] => {
  const shown = new Set(
    wanted.flatMap(({ journeys }) =>
      journeys.flatMap(({ packet }) => [ipOf(packet)?.source, ipOf(packet)?.destination]),
    ),
  );
  return legend.filter(([, address]) => shown.has(address));
};

const isWanted = ({ family, ends }: Conversation, { flow, ipv4, ipv6 }: Options): boolean =>
  (flow === undefined || ends.some(({ port, address }) => String(port) === flow || address === flow)) &&
  (ipv4 === ipv6 || family === (ipv4 ? 'ipv4' : 'ipv6'));

const nothingLeft = ({ conversations }: Scene): string =>
  `none of its conversations is that; there are:\n${conversations.map((one) => `  ${titleOf(one)}\n`).join('')}`.trimEnd();

const show = (one: Conversation, { scene, first }: { scene: Scene; first: boolean }, { out }: Io): void => {
  const paint = painter(wantsColour(process.env, process.stdout.isTTY));
  const width = process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 120) : 100;
  const { columns, rungs } = summarizeConversation(summarizeJourneys(one.journeys, scene));
  const [begin, end] = [one.journeys[0]!.stops[0]!.time, one.journeys.at(-1)!.last.time];
  const notes = scene.notes
    .filter(({ time, text }) => time >= begin && time <= end && !judging.test(text))
    .map(({ time, text }) => ({ note: printable(text), atMs: Number(time - begin) / 1e6 }));
  const drawn = drawLadder({ columns, rungs: insertNotes(rungs, notes) }, { paint, width });
  out(`${first ? '' : '\n'}${paint('bold', titleOf(one))}\n${drawn.join('\n')}\n`);
};

/** What was concluded of the packets stands in the report; here is what changed their way. */
const judging = /^(verdict of step|step \d+ (ends|found))/;

const titleOf = ({ family, protocol, ends, journeys }: Conversation): string => {
  const names = ends.map((end) => endText(end)).join(' ↔ ');
  const of = protocol === 'other' ? '' : ` ${protocol.toUpperCase()}`;
  return `${family === 'ipv6' ? 'IPv6' : 'IPv4'}${of}  ${names}  (${journeys.length} packets)`;
};

const endText = ({ address, port }: ConversationEnd): string => {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};
