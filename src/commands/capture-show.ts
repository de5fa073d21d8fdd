import { basename } from 'node:path';
import { drawLadder } from '../reports/ladder/draw-ladder.ts';
import type { TitledPackets } from '../reports/ladder/step-packets.ts';
import { painter, wantsColour } from '../reports/terminal/paint.ts';
import { printable } from '../text/printable.ts';
import { readChunks } from '../kernel/system/input-file.ts';
import { systemErrorText } from '../kernel/system/system-error-text.ts';
import { CaptureError } from '../wire/formats/capture-error.ts';
import { storeCapture, type StoredCapture } from '../wire/formats/stored-capture.ts';
import { capturedConversations, type CapturedConversations } from '../wire/journeys/captured-conversations.ts';
import type { Conversation, ConversationEnd } from '../wire/journeys/conversations.ts';
import { readAnnotations, type Annotation } from '../wire/formats/read-annotations.ts';
import { journeySummaries } from '../wire/summary/summarize-journeys.ts';
import { insertNotes, ladderRows } from '../wire/summary/ladder-rows.ts';
import { nodeOrder } from '../wire/summary/node-order.ts';
import { ipOf } from '../wire/journeys/sighting.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';

/**
 * `mtulab capture show FILE`: draws the conversations of a pcap or pcapng file as ladders, with `--html` as a page; needs no privileges. Exits
 * with 2 when the file is not a capture or no conversation matches.
 */
export const perform: Perform = async ([file], options, io, signal) => {
  const capture = await readFile(file!, signal);
  if (typeof capture === 'string') {
    io.err(`${file}: ${capture}\n`);
    return exitCode({ invalidInput: true });
  }
  const traffic = capturedConversations(capture);
  const chosen = traffic.first(maxDrawn, (conversation) => isChosen(conversation, options));
  if (chosen.conversations.length === 0) {
    io.err(`${file}: ${noMatchText(traffic)}\n`);
    return exitCode({ invalidInput: true });
  }
  const legend = legendLines(traffic, chosen.conversations);
  const annotations = readAnnotations(capture);
  const ladders = chosen.conversations.map((conversation) => ladderOf(conversation, traffic, annotations));
  const more = chosen.more > 0 ? `${moreText(chosen.more)}; --flow PORT or --flow ADDRESS selects` : '';
  if (options['html']) {
    const { capturePage } = await import('../reports/page/capture-page.ts');
    io.out(await capturePage({ title: basename(file!), legend, ladders, more }));
    return 0;
  }
  io.out([...(legend ? [legend] : []), ...ladders.map(draw)].join('\n'));
  if (more) io.out(`\n${more}\n`);
  return 0;
};

/** More ladders than anyone reads. */
const maxDrawn = 50;

const readFile = async (file: string, signal: AbortSignal): Promise<StoredCapture | string> => {
  try {
    return await storeCapture(readChunks(file, signal));
  } catch (error) {
    if (signal.aborted) throw error;
    return error instanceof CaptureError ? error.message : `cannot be read: ${systemErrorText(error)}`;
  }
};

const isChosen = ({ family, ends }: Pick<Conversation, 'family' | 'ends'>, { flow, ipv4, ipv6 }: Options): boolean =>
  (flow === undefined || ends.some(({ port, address }) => String(port) === flow || address === flow)) &&
  (ipv4 === ipv6 || family === (ipv4 ? 'ipv4' : 'ipv6'));

const noMatchText = (traffic: CapturedConversations): string => {
  const { conversations, more } = traffic.first(maxDrawn);
  if (conversations.length === 0) return 'no IP packets';
  const lines = [...conversations.map(titleOf), ...(more > 0 ? [moreText(more)] : [])];
  return `no conversation matches; the file has:\n${lines.map((line) => `  ${line}`).join('\n')}`;
};

const moreText = (more: number): string => `… and ${more} more conversation${more === 1 ? '' : 's'}`;

/** The short names of addresses, for files that do not name the nodes. */
const legendLines = ({ addressOwners, isByAddress }: CapturedConversations, shown: readonly Conversation[]): string => {
  if (!isByAddress) return '';
  const addresses = new Set<string | undefined>();
  for (const { journeys } of shown)
    for (const { packet } of journeys) addresses.add(ipOf(packet)?.source).add(ipOf(packet)?.destination);
  let lines = '';
  for (const [address, name] of addressOwners) if (addresses.has(address)) lines += `${name} = ${address}\n`;
  return lines;
};

const ladderOf = (
  conversation: Conversation,
  traffic: CapturedConversations,
  annotations: readonly Annotation[],
): TitledPackets => {
  const { journeys } = conversation;
  const packets = journeySummaries(journeys, traffic);
  const [begin, end] = [journeys[0]!.stops[0]!.time, journeys.at(-1)!.last.time];
  const notes = annotations
    .filter(({ time, text }) => time >= begin && time <= end && !isConclusion.test(text))
    .map(({ time, text }) => ({ note: printable(text), atMs: Number(time - begin) / 1e6 }));
  const rows = insertNotes(ladderRows(packets), notes);
  return { title: titleOf(conversation), packets: { columns: nodeOrder(journeys), rows, drawn: '' } };
};

const draw = ({ title, packets }: TitledPackets): string => {
  const paint = painter(wantsColour(process.env, process.stdout.isTTY));
  const width = process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 120) : 100;
  return `${paint('bold', title)}\n${drawLadder(packets, { paint, width }).join('\n')}\n`;
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
