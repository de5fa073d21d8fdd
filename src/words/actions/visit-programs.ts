import type { Capability } from '../language/word.ts';

/** A client by its name in scenarios: the words that start it. */
export type VisitProgram = 'rfc8305' | 'node' | 'curl' | 'wget' | 'asyncio' | 'chromium';

export interface VisitRequest {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Milliseconds; undefined: the default of the program. */
  readonly attemptDelayMs?: number | undefined;
  readonly resolutionDelayMs?: number | undefined;
}

interface Client {
  /** The delays that it lets its user set. */
  readonly adjusts: readonly ('attempt' | 'resolution')[];
  readonly needs?: Capability;
  argv(request: VisitRequest, commandLine: readonly string[]): readonly string[];
}

const option = (flag: string, ms: number | undefined): readonly string[] => (ms === undefined ? [] : [flag, `${ms}`]);

/** Every client, by its name in scenarios; `commandLine` starts mtulab. */
export const visitPrograms: Readonly<Record<VisitProgram, Client>> = {
  rfc8305: {
    adjusts: ['attempt', 'resolution'],
    argv: ({ url, attemptDelayMs, resolutionDelayMs }, commandLine) => [
      ...[...commandLine, 'connect', url],
      ...[...option('--resolution-delay', resolutionDelayMs), ...option('--attempt-delay', attemptDelayMs)],
    ],
  },
  node: { adjusts: ['attempt'], argv: (request) => ['node', '-e', nodeClient(request)] },
  curl: {
    ...{ adjusts: ['attempt'], needs: 'curl' },
    argv: ({ url, attemptDelayMs }) => [
      ...['curl', '-sSf', '-o', '/dev/null', ...option('--happy-eyeballs-timeout-ms', attemptDelayMs), url],
    ],
  },
  wget: { adjusts: [], needs: 'wget', argv: ({ url }) => ['wget', '-q', '-O', '/dev/null', '--tries=1', url] },
  asyncio: { adjusts: ['attempt'], needs: 'python3', argv: (request) => ['python3', '-c', pythonClient(request)] },
  chromium: { adjusts: [], needs: 'chromium', argv: ({ url }) => [...chromium, pageWith(url)] },
};

/**
 * What it writes is in /run, which ends with the lab. A lab is no place for its sandbox, which needs namespaces of its own, nor for the names
 * that it asks for by itself; those are answered, since they do not exist. It takes addresses of RFC 3849 for local ones, which a page from
 * elsewhere may not load (measured with Chromium 156).
 */
const chromium: readonly string[] = [
  ...['env', 'HOME=/run', 'TMPDIR=/run', 'chromium', '--headless', '--no-sandbox', '--incognito', '--disable-gpu'],
  ...['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-crash-reporter'],
  '--disable-features=LocalNetworkAccessChecks',
  ...['--user-data-dir=/run/mtulab-chromium', '--dump-dom'],
];

/** Chromium takes a body of no known type for a download, which never ends; as a picture it is loaded before the page is printed. */
const pageWith = (url: string): string => `data:text/html,<img src="${url}">`;

/** The request as the literal of a string in both languages. */
const requestText = ({ path, host }: VisitRequest): string =>
  `GET ${path} HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n`;

const nodeClient = (request: VisitRequest): string => {
  const { host, port, attemptDelayMs } = request;
  const delay = attemptDelayMs === undefined ? '' : `, autoSelectFamilyAttemptTimeout: ${attemptDelayMs}`;
  return `const s = require("net").connect({ host: "${host}", port: ${port}, autoSelectFamily: true${delay} }, () => s.write("${requestText(request)}")); s.on("error", (e) => { console.error(e.code); process.exit(1); }); s.resume()`;
};

const pythonClient = (request: VisitRequest): string => {
  const { host, port, attemptDelayMs = 250 } = request;
  return [
    'import asyncio',
    'async def main():',
    ` r, w = await asyncio.open_connection("${host}", ${port}, happy_eyeballs_delay=${attemptDelayMs / 1000})`,
    ` w.write(b"${requestText(request)}")`,
    ' await r.read()',
    'asyncio.run(main())',
  ].join('\n');
};
