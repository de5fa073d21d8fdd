import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import { language } from './language.js';

/**
 * An esbuild plugin that leaves out of the words what only a lab calls, and with it all that only this imports: a third of the code of a command
 * that runs nothing, which V8 would load at each start.
 */
export const withoutRunMembers = {
  name: 'without-run-members',
  setup: async ({ onLoad }) => {
    const { runMembers } = await language();
    onLoad({ filter: /src\/words\/[^/]+\/[^/]+\.ts$/ }, async ({ path }) => ({
      contents: withoutMembers(await readFile(path, 'utf8'), runMembers),
      loader: 'ts',
    }));
  },
};

const withoutMembers = (text, names) => {
  const { statements } = ts.createSourceFile('word.ts', text, ts.ScriptTarget.Latest);
  return statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => definitionIn(initializer)?.properties ?? [])
    .filter(({ name }) => names.includes(name?.text))
    .reduceRight(without, text);
};

/** The object that a variable is, or that a function returns which makes a word. */
const definitionIn = (value) => {
  if (!value || ts.isObjectLiteralExpression(value)) return value;
  if (ts.isArrowFunction(value)) return definitionIn(value.body);
  return ts.isParenthesizedExpression(value) ? definitionIn(value.expression) : undefined;
};

const without = (text, { pos, end }) => `${text.slice(0, pos)}${text.slice(text[end] === ',' ? end + 1 : end)}`;
