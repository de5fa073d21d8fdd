import { familyNames } from '../../evidence/family.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { inMs } from '../language/amount.ts';
import { commandInNode } from '../lab/shell-text.ts';
import type { ConnectionAttempt, Visit } from '../lab/visit.ts';
import { winnerOf } from '../lab/visit.ts';
import { scaledMs } from '../lab/wait.ts';
import { duration, fields, oneOf, optional, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import type { Facts } from '../facts/facts.ts';
import { waitFor } from './bulk-transfer.ts';
import { readVisit } from './read-visit.ts';
import { requireProcessor, requireTimely } from './require-timely.ts';
import { visitPrograms } from './visit-programs.ts';
import type { VisitProgram, VisitRequest } from './visit-programs.ts';

const shape = fields('a client that opens a name', {
  from: reference('node', 'the node that the client runs in'),
  url: text(
    'what it fetches',
    /^http:\/\/[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?(:[0-9]{1,5})?\/[A-Za-z0-9/._-]{0,200}$/,
    'http://server.lab.test/bytes/1000',
  ),
  with: optional(
    oneOf(
      'rfc8305: the client of mtulab, Happy Eyeballs version 2; node: net.connect of Node.js; asyncio: that of Python',
      'rfc8305',
      'node',
      'curl',
      'wget',
      'asyncio',
      'chromium',
      'firefox',
    ),
    'rfc8305',
  ),
  'resolution-delay': optional(duration('how long AAAA is awaited once A is answered, for rfc8305; 50ms by default')),
  'connection-attempt-delay': optional(duration('from one attempt to the next, for programs with such a setting')),
  for: optional(
    duration(
      'watch for this long, unless the program ends before: that a stall lasts, or that no other address is tried. A step that expects stalled ends at the first proof',
    ),
  ),
});

type Settings = ValueOf<typeof shape>;

/** The word `visit`: what the client does is read off the wire, so that nothing depends on which program it is. */
export const visit: Action<Settings> = {
  about: 'Lets a client open a name and fetch a page, and reads its queries and its connection attempts off the wire.',
  shape,
  example: { from: 'client', url: 'http://server.lab.test/bytes/1000', with: 'curl' },
  learns: ['visit', 'transfer', 'transfers', 'no-transfer', 'output'],
  outcomes: ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'],
  once: true,
  choosesFamily: true,
  runsAlone: true,
  needsFor: ({ with: program = 'rfc8305' }) => [visitPrograms[program].needs ?? []].flat(),
  conflicts: ({ with: program = 'rfc8305', ...settings }) =>
    (['resolution', 'attempt'] as const).flatMap((delay) => {
      const key = delay === 'attempt' ? 'connection-attempt-delay' : 'resolution-delay';
      if (settings[key] === undefined || visitPrograms[program].adjusts.includes(delay)) return [];
      const able = Object.entries(visitPrograms).filter(([, { adjusts }]) => adjusts.includes(delay));
      return [
        {
          at: [key],
          text: `${program} has no such setting; remove it, or visit with ${able.map(([name]) => name).join(', ')}`,
        },
      ];
    }),
  perform: async (lab, settings, { wait, signal }) => {
    const { from, with: program = 'rfc8305' } = settings;
    const request = requestOf(settings);
    const argv = visitPrograms[program].argv(request, lab.commandLine);
    const allowedMs = wait.withinMs ?? scaledMs(timeoutMs, wait);
    const { withinMs = allowedMs, ...watched } = waitFor(settings.for, wait);
    const { decode } = await import('dns-packet');
    const capture = await lab.capture({ places: [from], full: true }, signal);
    const observed = await lab
      .observe({ node: from, argv, wait: { ...watched, withinMs }, isTimed: true }, signal)
      .catch(async (error: unknown) => (await capture.stop(), Promise.reject(error)));
    const { frames, incomplete } = await capture.stop();
    if (incomplete) throw new Error('the capture of this visit has gaps, so that its order is not known');
    const visit = readVisit(frames, { name: request.host, port: request.port }, decode);
    requireTimely(visit, from, lab);
    requireProcessor(visit, observed, visitPrograms[program].runsTimers);
    const { output, transfers } = observed;
    const winner = winnerOf(visit);
    const carried = transfers.filter(({ ports }) => ports.client === winner?.port);
    return {
      ...(output && { output }),
      visit,
      // More than one where both families chose the same port.
      ...(carried.length === 1
        ? { transfer: carried[0]! }
        : { 'no-transfer': whyNone(program, visit, { withinMs, observed: carried.length }) }),
    } satisfies Facts;
  },
  byHand: (settings) => [
    commandInNode(settings.from, visitPrograms[settings.with ?? 'rfc8305'].argv(requestOf(settings), ['mtulab'])),
  ],
  nodes: ({ from }) => [from],
  unpredicted: ({ from }) => [from],
};

/** How long a client may take in a step without `within`. */
const timeoutMs = 30_000;

const requestOf = ({ url, ...settings }: Settings): VisitRequest => {
  const { hostname, port, pathname } = new URL(url);
  const ms = (value: string | undefined) => (value === undefined ? undefined : inMs(value));
  return {
    ...{ url, host: hostname, port: Number(port || 80), path: pathname },
    ...{
      attemptDelayMs: ms(settings['connection-attempt-delay']),
      resolutionDelayMs: ms(settings['resolution-delay']),
    },
  };
};

const whyNone = (
  program: VisitProgram,
  visit: Visit,
  { withinMs, observed }: { readonly withinMs: number; readonly observed: number },
): string => {
  const { name, attempts } = visit;
  if (attempts.length === 0) return `${program} attempted no connection to ${name} within ${formatDuration(withinMs)}`;
  const winner = winnerOf(visit);
  return winner
    ? `the connection of ${program} to ${name} at ${wayOf(winner)} carried ${winner.bytes} bytes, and ${observed} connections from its port ${winner.port} were observed, not 1`
    : `no connection of ${program} to ${name} carried bytes; it attempted ${attempts.map(wayOf).join(', ')}`;
};

const wayOf = ({ address, family }: ConnectionAttempt): string => `${address} over ${familyNames[family]}`;
