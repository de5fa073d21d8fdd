import type { Capability } from '../language/word.ts';

/** A client by its name in scenarios: the words that start it. */
export type VisitProgram = 'rfc8305' | 'node' | 'curl' | 'wget' | 'asyncio' | 'chromium' | 'firefox';

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
  /** The names of the threads that run its timers and its sockets; without it, any of its threads may. */
  readonly runsTimers?: RegExp;
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
  firefox: {
    adjusts: [],
    needs: 'firefox',
    runsTimers: /^(Timer|Socket Thread)$/,
    argv: ({ url }) => ['sh', '-c', firefox, 'sh', pageWith(url)],
  },
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

/**
 * Its profile is in /run, which ends with the lab, and lets it ask for nothing by itself; it ends once it has saved a picture of the page. Like
 * Chromium it is without a sandbox, and no DNS over HTTPS leads past the resolver of the node.
 */
const firefox = `
rm -rf /run/mtulab-firefox
mkdir /run/mtulab-firefox
cat >/run/mtulab-firefox/user.js <<'END'
user_pref("network.trr.mode", 5);
user_pref("dom.security.https_first", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("services.settings.server", "data:,");
END
HOME=/run TMPDIR=/run MOZ_DISABLE_CONTENT_SANDBOX=1 exec firefox-esr --headless --no-remote -profile /run/mtulab-firefox --screenshot /run/mtulab-firefox/page.png "$1"`;

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
