import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import { scenarioName } from '../../src/commands/scenarios/bundled-scenarios.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';
import { changesOfTheWorld } from './fixtures/changed-worlds.ts';

/**
 * Each bundled scenario fails in some world that differs from its own: one that would pass in all of them shows nothing. What a
 * scenario expects in spite of one change is tried with the next.
 */
const cli = new URL('../../dist/cli.js', import.meta.url).pathname;

interface Report {
  readonly scenarios: readonly { readonly file: string; readonly result: string; readonly reason?: string }[];
}

const run = async (files: readonly string[]): Promise<Report['scenarios']> => {
  const { stdout } = await promisify(execFile)('node', [cli, 'run', ...files, '--report', 'json'], {
    maxBuffer: 2 ** 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  }).catch((failed: { stdout: string }) => failed);
  return (JSON.parse(stdout) as Report).scenarios;
};

t.test('each scenario fails in a world that is not its own', async (t) => {
  const folder = t.testdir();
  const results = new Map(bundledPaths.map((path) => [path, [] as string[]]));
  let unmoved: readonly string[] = bundledPaths;
  for (const [change, apply] of Object.entries(changesOfTheWorld)) {
    if (unmoved.length === 0) break;
    const files = unmoved.flatMap((path) => {
      const text = apply(readFileSync(path, 'utf8'));
      if (text === undefined) return [];
      const file = `${folder}/${scenarioName(path)}.yaml`;
      writeFileSync(file, text);
      return [{ path, file }];
    });
    if (files.length === 0) continue;
    const scenarios = await run(files.map(({ file }) => file));
    const endsOf = (file: string) => scenarios.filter((scenario) => scenario.file === file);
    for (const { path, file } of files)
      for (const { result, reason } of endsOf(file))
        results.get(path)!.push(`${change}: ${result}${reason ? ` (${reason})` : ''}`);
    const moved = files.filter(({ file }) => endsOf(file).some(({ result }) => result === 'fail'));
    unmoved = unmoved.filter((path) => !moved.some((file) => file.path === path));
  }
  for (const [path, ends] of results) {
    const isSkipped = ends.length > 0 && ends.every((end) => end.includes(': skip'));
    if (isSkipped) t.pass(path, { skip: ends.join('; ') });
    else t.notOk(unmoved.includes(path), path, { ends });
  }
});
