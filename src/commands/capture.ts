import { closeSync, openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { CaptureMessage } from '../kernel/sandbox/lab-server.ts';
import { jsonLine, jsonLines } from '../kernel/system/json-lines.ts';
import { decodeFrame } from '../kernel/captures/live-capture.ts';
import type { LiveEvent } from '../kernel/captures/live-capture.ts';
import { socketOf } from '../kernel/sandbox/running-labs.ts';
import { packetLine } from '../reports/ladder/packet-line.ts';
import { linkTypes } from '../wire/formats/capture-file.ts';
import { pcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CapturedFrame } from '../words/lab/lab.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { errorMessage } from './command-line/error-message.ts';
import { chooseLab } from './running-labs/choose-lab.ts';

/** `mtulab capture [PLACE…]`: packets of a standing lab as lines, or as pcapng in a file or a pipe; counts and drops on stderr at the end. */
export const perform: Perform = async (places, { name, write, full }, io, signal) => {
  const lab = chooseLab(name);
  const sink = typeof lab === 'string' ? lab : sinkOf(write, io);
  if (typeof lab === 'string' || typeof sink === 'string') {
    io.err(String(typeof lab === 'string' ? lab : sink));
    return exitCode({ wrong: true });
  }
  const house = connect(socketOf(lab));
  await once(house, 'connect', { signal });
  const request = { ...(places.length > 0 && { places }), ...(full === true && { full }) };
  house.write(jsonLine({ capture: request } satisfies CaptureMessage));
  const over = () => void house.write(jsonLine({ over: true }));
  signal.addEventListener('abort', over, { once: true });
  process.stdout.once('error', over); // the reader went away
  try {
    return await listen(jsonLines(house) as AsyncIterable<LiveEvent>, { sink, io });
  } finally {
    house.destroy();
  }
};

/** Where packets go. */
interface Sink {
  begin(places: Extract<LiveEvent, { kind: 'capturing' }>['places']): void;
  frame(frame: CapturedFrame): void;
  end(counts: Extract<LiveEvent, { kind: 'captured' }>['counts']): void;
}

interface Listening {
  readonly sink: Sink;
  readonly io: Io;
}

const listen = async (events: AsyncIterable<LiveEvent>, { sink, io }: Listening): Promise<number> => {
  for await (const event of events) {
    if (event.kind === 'capturing') (sink.begin(event.places), io.err('capturing; Ctrl-C ends it\n'));
    if (event.kind === 'frames') for (const frame of event.frames) sink.frame(decodeFrame(frame));
    if (event.kind === 'problems' || event.kind === 'machine-error') {
      io.err(`${event.text}\n`);
      return exitCode(event.kind === 'problems' ? { wrong: true } : { machineFailed: true });
    }
    if (event.kind !== 'captured') continue;
    sink.end(event.counts);
    io.err(summary(event));
    return 0;
  }
  return exitCode({ machineFailed: true }); // the house went away
};

const summary = ({ counts, warnings }: Extract<LiveEvent, { kind: 'captured' }>): string => {
  const sum = (of: 'received' | 'dropped') => counts.reduce((total, count) => total + count[of], 0);
  const lines = counts.map(({ place, received }) => `  ${place} ${received}`);
  return [`${sum('received')} packets, ${sum('dropped')} dropped by the kernel`, ...lines, ...warnings, ''].join('\n');
};

const sinkOf = (write: unknown, io: Io): Sink | string => {
  if (write === undefined) return lines(io);
  if (write === '-') return process.stdout.isTTY ? notToTerminal : pcapng((bytes) => void process.stdout.write(bytes));
  try {
    const file = openSync(String(write), 'w');
    return pcapng(
      (bytes) => void writeSync(file, bytes),
      () => closeSync(file),
    );
  } catch (error) {
    return `cannot write ${String(write)}: ${errorMessage(error)}\n`;
  }
};

const notToTerminal = 'packets are no text: pipe them, as in `mtulab capture -w - | wireshark -k -i -`\n';

const lines = (io: Io): Sink => ({
  begin: () => {},
  frame: (frame) => io.out(`${packetLine(frame)}\n`),
  end: () => {},
});

const pcapng = (out: (bytes: Uint8Array) => void, done = () => {}): Sink => {
  let writer: PcapngWriter | undefined;
  let last = 0n;
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
      last = frame.time;
      out(writer!.packet(frame));
    },
    end: (counts) => {
      for (const count of counts) out(writer!.statistics({ ...count, time: last }));
      done();
    },
  };
};
