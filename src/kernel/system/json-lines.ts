import type { Readable } from 'node:stream';

/** Parses the JSON lines that the processes of a run exchange over pipes, in linear time; an unfinished last line is dropped. */
export async function* jsonLines(stream: Readable): AsyncGenerator<unknown, void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const [end = '', ...starts] = String(chunk).split('\n'); // only the chunk: a plan of 1000 nodes is one line of 16 MB
    rest += end;
    for (const start of starts) {
      if (rest) yield JSON.parse(rest);
      rest = start;
    }
  }
}

/** Formats a value as one JSON line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
