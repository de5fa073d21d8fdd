import type { Readable } from 'node:stream';

/** Parses the JSON lines that the processes of a run exchange over pipes; an unfinished last line is dropped. */
export async function* jsonLines(stream: Readable): AsyncGenerator<unknown, void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

/** Formats a value as one JSON line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
