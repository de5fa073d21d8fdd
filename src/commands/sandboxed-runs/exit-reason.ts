import type { SandboxExit } from '../../kernel/sandbox/start-sandbox.ts';

/**
 * Explains how the inner process ended: its exit code and what it printed before, without the stack traces of Node and
 * V8 unless `debug` asks for them.
 */
export const exitReason = ({ code, stderr }: SandboxExit, { debug }: { readonly debug?: unknown } = {}): string => {
  const text = (debug === true ? stderr : withoutTraces(stderr)).trim();
  return `the sandbox ended early (exit code ${code})${text && `: ${text}`}`;
};

const withoutTraces = (printed: string): string => {
  const thrown = /^ {4}at /m.test(printed) ? /^\w*Error\b.*$/m.exec(printed)?.[0] : undefined;
  if (thrown !== undefined) return thrown;
  const [beforeNativeTrace = ''] = printed.split(/^-{3,}.*stack trace.*$/im);
  return beforeNativeTrace
    .split('\n')
    .filter((line) => !/^\s*\d+: 0x[0-9a-f]+|^\s*#\s+\S*node\S*\[\d+\]: .* at \S+:\d+$/.test(line))
    .map((line) => line.replace(/^\s*#\s+/, ''))
    .join('\n');
};
