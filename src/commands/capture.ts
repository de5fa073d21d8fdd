import { connect } from 'node:net';
import { once } from 'node:events';
import type { CaptureMessage } from '../kernel/sandbox/lab-server.ts';
import { jsonLine, jsonLines } from '../kernel/system/json-lines.ts';
import { overwriteFile } from '../kernel/system/output-file.ts';
import { decodeFrame } from '../kernel/captures/live-capture.ts';
import type { CaptureEvent } from '../kernel/captures/live-capture.ts';
import { socketOf } from '../kernel/sandbox/running-labs.ts';
import { packetLine } from '../reports/ladder/packet-line.ts';
import { wrapLines } from '../text/wrap.ts';
import { linkTypes } from '../wire/formats/capture-file.ts';
import { pcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CapturedFrame } from '../words/lab/lab.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { errorMessage } from './command-line/error-message.ts';
import { chooseLab } from './running-labs/choose-lab.ts';

/**
 * `mtulab capture [PLACE…]`: prints the packets of a running lab as lines, or writes them as pcapng to a file or a
 * pipe; at the end, prints the counts of packets and drops on stderr.
 */
export const perform: Perform = async (places, { name, write, full }, io, signal) => {
  const lab = chooseLab(name);
  const sink = typeof lab === 'string' ? lab : openSink(write, io);
  if (typeof lab === 'string' || typeof sink === 'string') {
    io.err(wrapLines(String(typeof lab === 'string' ? lab : sink), io.width));
    return exitCode({ invalidInput: true });
  }
  const connection = connect(socketOf(lab));
  await once(connection, 'connect', { signal });
  const request = { ...(places.length > 0 && { places }), ...(full === true && { full }) };
  connection.write(jsonLine({ capture: request } satisfies CaptureMessage));
  const stop = () => void connection.write(jsonLine({ stop: true }));
  signal.addEventListener('abort', stop, { once: true });
  io.ended?.addEventListener('abort', stop, { once: true });
  try {
    return await writePackets(jsonLines(connection) as AsyncIterable<CaptureEvent>, sink, io);
  } finally {
    connection.destroy();
  }
};

/** The output of captured packets. */
export interface PacketSink {
  begin(places: Extract<CaptureEvent, { kind: 'capturing' }>['places']): void;
  frame(frame: CapturedFrame): void;
  end(counts: Extract<CaptureEvent, { kind: 'captured' }>['counts']): void;
}

/**
 * Writes the packets of a live capture until it ends, and returns the exit code; it is 5 when the lab server ends
 * without counts.
 */
export const writePackets = async (events: AsyncIterable<CaptureEvent>, sink: PacketSink, io: Io): Promise<number> => {
  for await (const event of events) {
    if (event.kind === 'capturing') (sink.begin(event.places), io.err('capturing; Ctrl-C ends it\n'));
    if (event.kind === 'frames') for (const frame of event.frames) sink.frame(decodeFrame(frame));
    if (event.kind === 'problems' || event.kind === 'machine-error') {
      io.err(`${event.text}\n`);
      return exitCode(event.kind === 'problems' ? { invalidInput: true } : { machineFailed: true });
    }
    if (event.kind !== 'captured') continue;
    sink.end(event.counts);
    io.err(summaryText(event));
    return 0;
  }
  return exitCode({ machineFailed: true });
};

const summaryText = ({ counts, warnings }: Extract<CaptureEvent, { kind: 'captured' }>): string => {
  const total = (key: 'received' | 'dropped') => counts.reduce((sum, count) => sum + count[key], 0);
  const lines = counts.map(({ place, received }) => `  ${place} ${received}`);
  return [`${total('received')} packets, ${total('dropped')} dropped by the kernel`, ...lines, ...warnings, ''].join(
    '\n',
  );
};

const openSink = (write: unknown, io: Io): PacketSink | string => {
  if (write === undefined) return lineSink(io);
  if (write === '-') return process.stdout.isTTY ? notToTerminal : pcapngSink(io.out);
  try {
    const file = overwriteFile(String(write));
    return pcapngSink(file.write, file.close);
  } catch (error) {
    return `${errorMessage(error)}\n`;
  }
};

const notToTerminal = 'pcapng is not text: pipe it, as in `mtulab capture -w - | wireshark -k -i -`\n';

/** Writes each packet as a line of text. */
export const lineSink = (io: Io): PacketSink => ({
  begin: () => {},
  frame: (frame) => io.out(`${packetLine(frame, io.width)}\n`),
  end: () => {},
});

/** Writes packets as pcapng, with the counts of each place at the end. */
export const pcapngSink = (out: (bytes: Uint8Array) => void, close = () => {}): PacketSink => {
  let writer: PcapngWriter | undefined;
  let lastTime = 0n;
  return {
    begin: (places) => {
      const settings = { linkType: linkTypes.ethernet, snapLength: 65535 };
      writer = pcapngWriter({
        application: 'mtulab',
        places: places.map(({ place, mtu }) => ({ ...settings, name: place, description: `MTU ${mtu}` })),
      });
      out(writer.header);
    },
    frame: (frame) => {
      lastTime = frame.time;
      out(writer!.packet(frame));
    },
    end: (counts) => {
      for (const count of counts) out(writer!.statistics({ ...count, time: lastTime }));
      close();
    },
  };
};
