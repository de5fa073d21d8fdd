import { formatDuration } from '../../text/format-duration.ts';
import type { Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import { portOf } from '../lab/offered-service.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { scaledMs } from '../lab/wait.ts';
import { inBytes } from '../language/amount.ts';
import { bytes, fields, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import type { Aria2Options } from '../traits/aria2-options.ts';

const shape = fields('a download by BitTorrent', {
  from: reference('node', 'the node that has the data'),
  to: reference('node', 'the node that downloads it'),
  tracker: reference('node', 'the node by which they find each other'),
  bytes: bytes('how much is downloaded'),
});

type Settings = ValueOf<typeof shape>;

/** The word `torrent`: two programs, of which the one that downloads connects; what it connects over is its own choice. */
export const torrent: Action<Settings> = {
  about: 'Downloads data by BitTorrent with aria2, from another aria2 that ends with the download.',
  shape,
  example: { from: 'server', to: 'client', tracker: 'server', bytes: '5MB' },
  needs: ['aria2'],
  learns: ['output'],
  once: true,
  choosesFamily: true,
  talksTo: ({ tracker: node }) => [{ node, service: 'tracker', at: ['tracker'] }],
  perform: async (lab, settings, { wait, signal }) => {
    const withinMs = wait.withinMs ?? scaledMs(timeoutMs, wait);
    const timeout = AbortSignal.timeout(withinMs);
    const ended = new AbortController();
    const untilEnd = AbortSignal.any([signal, timeout, ended.signal]);
    const folder = await prepare(lab, settings, signal);
    try {
      const argv = (node: string, role: 'seed' | 'download') => aria2Command(folder, role, optionsOf(lab, node));
      const seeding = lab.run(settings.from, argv(settings.from, 'seed'), untilEnd).then(({ stdout, stderr, code }) => {
        throw new Error(`aria2 in ${settings.from} ended with exit code ${code}: ${`${stdout}${stderr}`.trim()}`);
      });
      const download = lab.run(settings.to, argv(settings.to, 'download'), untilEnd);
      const output = await Promise.race([download, seeding]);
      ended.abort();
      await seeding.catch(() => {});
      return { output } satisfies Facts;
    } catch (error) {
      if (signal.aborted || error !== timeout.reason) throw error;
      throw new Error(`the download of ${settings.to} did not end within ${formatDuration(withinMs)}`);
    } finally {
      ended.abort();
      await lab.run(settings.to, ['rm', '-rf', folder], AbortSignal.timeout(timeoutMs));
    }
  },
  byHand: ({ from, to }) => [
    '# make DIR/data, and DIR/data.torrent with the tracker in it, for example by transmission-create',
    commandInNode(from, aria2Command('DIR', 'seed', {})),
    commandInNode(to, aria2Command('DIR', 'download', {})),
  ],
  nodes: ({ from, to }) => [from, to],
  unpredicted: ({ from, to }) => [from, to],
};

/** How long a download may take in a step without `within`. */
const timeoutMs = 30_000;

const optionsOf = (lab: Lab, node: string): Aria2Options =>
  (lab.traitOf(node, 'aria2') as Aria2Options | undefined) ?? {};

/**
 * Makes the data and its torrent in a folder of /run, which ends with the sandbox, and returns the path. Each download has a torrent of its own,
 * so that the tracker never names a peer that has ended.
 */
const prepare = async (lab: Lab, settings: Settings, signal: AbortSignal): Promise<string> => {
  const { from, tracker } = settings;
  const { torrentOf } = await import('./torrent-file.ts');
  const port = portOf('tracker', lab.nodes.get(tracker)!);
  const length = inBytes(settings.bytes);
  const file = torrentOf({ bytes: length, announce: `http://${tracker}:${port}/announce` });
  const { stdout, stderr, code } = await lab.run(
    from,
    ['node', '-e', script, file.toString('base64'), `${length}`],
    signal,
  );
  if (code !== 0) throw new Error(`the data could not be made: ${stderr.trim()}`);
  return stdout.trim();
};

/** The data are zeros, which take no room until they are downloaded. */
const script = `
const { mkdtempSync, writeFileSync, truncateSync } = require('node:fs');
const [torrent, bytes] = process.argv.slice(1);
const file = Buffer.from(torrent, 'base64');
const folder = mkdtempSync('/run/mtulab-torrent-');
const name = /4:name36:(.{36})/.exec(file.toString('latin1'))[1];
writeFileSync(folder + '/data.torrent', file);
writeFileSync(folder + '/' + name, '');
truncateSync(folder + '/' + name, Number(bytes));
console.log(folder);`;

/** Nothing but the tracker leads to a peer. */
const aria2Command = (
  folder: string,
  role: 'seed' | 'download',
  { 'disable-ipv6': disabled = false }: Aria2Options,
) => [
  ...['aria2c', '--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false'],
  ...['--enable-peer-exchange=false', '--file-allocation=none', '--summary-interval=0', '--console-log-level=warn'],
  ...['--download-result=hide', `--listen-port=${peerPort}`, `--disable-ipv6=${disabled}`],
  ...(role === 'seed'
    ? ['--bt-seed-unverified=true', '--seed-ratio=0', `--dir=${folder}`]
    : ['--seed-time=0', `--dir=${folder}/download`]),
  `${folder}/data.torrent`,
];

/** The first port that the makers of BitTorrent chose. */
const peerPort = 6881;
