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
  const members = [];
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node))
      members.push(...node.properties.filter(({ name }) => names.includes(name?.text)));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('word.ts', text, ts.ScriptTarget.Latest, true));
  return members.reduceRight(without, text);
};

const without = (text, { pos, end }) => `${text.slice(0, pos)}${text.slice(text[end] === ',' ? end + 1 : end)}`;
