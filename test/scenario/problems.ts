import t from 'tap';
import { LineCounter, parseDocument } from 'yaml';
import type { Path } from '../../src/scenario/model/scenario.ts';
import { didYouMean, nearestWord } from '../../src/scenario/problems/did-you-mean.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import { locateAtOffset, locateProblem, sortByPosition } from '../../src/scenario/problems/locate-problem.ts';
import type { Problem } from '../../src/scenario/problems/problem.ts';
import { startsWith, validPaths } from '../../src/scenario/problems/valid-paths.ts';

const problemAt = (at: Path, part: Problem['part'] = 'value'): Problem => ({
  at,
  part,
  what: 'wrong',
  right: 'right',
});

const sourceOf = (text: string) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true });
  return { file: 'case.yaml', text, lines, document };
};

t.test('the nearest word is one that is few edits away', async (t) => {
  for (const [word, known, expected] of [
    ['fech', ['fetch', 'ping'], 'fetch'],
    ['FETCH', ['fetch', 'ping'], 'fetch'],
    ['fecth', ['fetch', 'ping'], 'fetch'],
    ['segmentsize', ['segment-size', 'pmtu'], 'segment-size'],
    ['r3', ['r1', 'r2'], undefined],
    ['abd', ['abc'], 'abc'],
    ['xyc', ['abc'], undefined],
    ['traceroute', ['fetch', 'ping'], undefined],
    ['fetch', [], undefined],
  ] as const)
    t.equal(nearestWord(word, known), expected, word);
});

t.test('a hint names the nearest word and lists all, sorted', async (t) => {
  t.equal(didYouMean('pong', ['ping', 'fetch']), 'did you mean ping? allowed: fetch, ping');
  t.equal(didYouMean('x9', ['edge', 'client'], 'nodes'), 'nodes: client, edge');
  t.equal(didYouMean('x9', [], 'nodes'), 'nodes: none');
});

t.test('a problem is formatted with its line and a caret', async (t) => {
  const located = { ...problemAt([]), file: 'case.yaml', line: 12, column: 3, source: 'a b' };
  t.equal(formatProblem(located), 'case.yaml:12:3: wrong; right\n12 | a b\n       ^\n');
  t.match(formatProblem({ ...located, word: 'mtu' }), /\^\n {5}more: mtulab explain mtu\n$/);
  t.match(formatProblem({ ...located, source: '\ta b' }), '\n12 | \ta b\n     \t ^\n', 'a tab indents the caret, too');
});

t.test('control characters of a file never reach the terminal', async (t) => {
  const located = { ...problemAt([]), file: 'case.yaml', line: 1, column: 1 };
  const formatted = formatProblem({ ...located, what: '\u001b[31m', right: '\u009b31m', source: 'x\u0007\r' });
  t.notMatch(formatted, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  t.match(formatted, '\ufffd[31m');
});

t.test('a problem is located at the deepest part of its path that the file contains', async (t) => {
  const source = sourceOf('base: &base { mtu: 1 }\nlist:\n  - { <<: *base, to: b }\n  - *base\nempty:\n');
  for (const [at, part, line, column] of [
    [[], 'value', 1, 1],
    [['list', 0, 'to'], 'value', 3, 22],
    [['list', 0, 'to'], 'key', 3, 18],
    [['list', 0, 'mtu'], 'value', 1, 20],
    [['list', 1, 'mtu'], 'key', 1, 15],
    [['list', 0, 'missing', 'below'], 'value', 3, 5],
    [['empty', 'x'], 'value', 5, 7],
    [['missing'], 'key', 1, 1],
  ] as const)
    t.match(
      locateProblem(source, problemAt(at, part)),
      { file: 'case.yaml', line, column },
      `${part} of ${at.join('.')}`,
    );
});

t.test('a merge key can name several mappings', async (t) => {
  const source = sourceOf('a: &a { x: 1 }\nb: &b { y: 2 }\nc: { <<: [*a, *b] }\n');
  t.match(locateProblem(source, problemAt(['c', 'y'])), { line: 2, column: 12 });
});

t.test('a located problem holds its source line without the line ending', async (t) => {
  const source = sourceOf('a: 1\r\nb: 2\r\n');
  t.match(locateAtOffset(source, problemAt([]), 9), { line: 2, column: 4, source: 'b: 2' });
  t.match(locateAtOffset(sourceOf(''), problemAt([]), 0), { line: 1, column: 1, source: '' });
});

t.test('problems are sorted by position and reported once', async (t) => {
  const at = (line: number, column: number) => ({ ...problemAt([]), file: 'case.yaml', line, column, source: '' });
  t.same(
    sortByPosition([at(2, 1), at(1, 9), at(1, 2), at(2, 1), { ...at(2, 1), what: 'also wrong' }]).map((problem) => [
      problem.line,
      problem.column,
      problem.what,
    ]),
    [
      [1, 2, 'wrong'],
      [1, 9, 'wrong'],
      [2, 1, 'wrong'],
      [2, 1, 'also wrong'],
    ],
  );
});

t.test('a path is valid without a problem at it, above it or below it', async (t) => {
  const isValid = validPaths([problemAt(['steps', 1, 'do', 'fetch']), problemAt([]), problemAt(['titel'])]);
  for (const [path, expected] of [
    [['steps', 1, 'do', 'fetch'], false],
    [['steps', 1, 'do', 'fetch', 'to'], false],
    [['steps', 1], false],
    [['steps'], false],
    [['steps', 0], true],
    [['steps', 1, 'expect'], true],
    [['topology', 'links'], true],
    [['titel'], false],
    [['titel', 'x'], true],
  ] as const)
    t.equal(isValid(path), expected, path.join('.'));
});

t.test('a path starts with itself and with the paths above it', async (t) => {
  t.ok(startsWith(['a', 0, 'b'], []));
  t.ok(startsWith(['a', 0, 'b'], ['a', 0]));
  t.ok(startsWith(['a'], ['a']));
  t.notOk(startsWith(['a'], ['a', 0]));
  t.notOk(startsWith(['a', 1], ['a', 0]));
});
