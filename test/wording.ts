import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';

// The code once had words of its own for things that network engineers have names for. They must not come back.

const root = resolve(import.meta.dirname, '..');

/** A pattern, and the name that the field uses. */
const replaced: readonly (readonly [RegExp, string])[] = [
  [/\bground\b/i, 'environment or context'],
  [/\b(house|beat|pace|deed|grove|farewell|portrait|steward|voices|sayings)\b/i, 'a name of the field'],
  [/\bstanding\b|\bstands up\b|\bstandUp\b/i, 'running, or built'],
  [/\bsurroundings\b/i, 'watched nodes'],
  [/\bwitness(es)?\b/i, 'keepalive probe'],
  [/\bwire-?sized?\b/i, 'segmentation offload'],
  [/\bexamine\b/i, 'check'],
  [/\b(told|telling|said|saying)\b/i, 'printed, reported, formatted'],
  [/\bmoments?\b/i, 'annotation, or time'],
  [/\bgifts?\b/i, 'trait change'],
  [/\bkeepers?\b/i, 'lab process'],
  [/\btwins?\b/i, 'both families'],
  [/\bin vain\b/i, 'timed out'],
  [/\b(wish(es)?|wished)\b/i, 'expected, or requested'],
  [/\b(mute|graves?|strangers?|patience|orphaned|homes)\b/i, 'a name of the field'],
  [/\bso many\b/i, 'this many, or a number'],
  [/\b(somebody|nobody else|whoever)\b/i, 'the user, the caller, the sender'],
  [/\brungs?\b/i, 'row'],
];

const folders = ['src', 'test', 'scripts', 'bench', 'scenarios', 'labs', 'schema', 'tap-snapshots'];
const files = [
  ...folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  ),
  'README.md',
  'ARCHITECTURE.md',
].filter((file) => /\.(ts|js|cjs|py|sh|md|yaml|txt|json)$/.test(file) && file !== 'test/wording.ts');

t.test('names and texts use the terms of the field', async (t) => {
  t.ok(files.length > 500, 'the files are found');
  for (const file of files) {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    const found = lines.flatMap((line, index) =>
      replaced
        .filter(([pattern]) => pattern.test(line.replace(/\bnobody\b/g, '')))
        .map(
          ([pattern, name]) =>
            `${file}:${index + 1}: ${pattern.exec(line)?.[0]} (${name}): ${line.trim().slice(0, 80)}`,
        ),
    );
    t.strictSame(found, [], file);
  }
});
