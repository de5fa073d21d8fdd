import type { Readable } from 'node:stream';

/** The values of a stream of JSON lines, for the pipes between the processes of a run; an unfinished last line is not a value. */
export async function* jsonLines(stream: Readable): AsyncGenerator<unknown, void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

/** One value as one line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
