import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';

// Real shells source the script of `mtulab completion`, and Tab is typed in them. `npm test` builds dist before.

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}/dist/cli.js`;
const mtulab = `'${process.execPath}' '${cli}'`;

const lacks = (...programs: readonly string[]): string | false => {
  const missing = programs.find((program) => spawnSync(program, ['--version']).error);
  return missing !== undefined && `${missing} is missing`;
};

/** What is typed, with a Tab after each part that ends in `→`, and the words of the command that results. */
const lines: readonly (readonly [string, readonly string[]])[] = [
  ['mtulab ru→ ptb-dro→', ['run', 'ptb-dropped']],
  ['mtulab run scenarios/pt→ptb-dr→ --pre→', ['run', 'scenarios/ptb/ptb-dropped.yaml', '--predict']],
  ['mtulab run --report=jun→', ['run', '--report=junit']],
  ['mtulab run --report mark→', ['run', '--report', 'markdown']],
  ['mtulab run "with sp→', ['run', 'with space.yaml']],
  ['mtulab run with\\ sp→', ['run', 'with space.yaml']],
  ['mtulab explain outc→', ['explain', 'outcome']],
  ['mtulab ps -f ta→ --he→', ['ps', '-f', 'table', '--help']],
  ['true; mtulab val→ x', ['validate', 'x']],
];

/** Types the lines in an interactive shell, in which mtulab prints its arguments; returns what it printed. */
const typed = (t: Test, shell: string, files: (folder: string) => Readonly<Record<string, string>>) => {
  const folder = t.testdir({ scenarios: { ptb: { 'ptb-dropped.yaml': '', 'other.yaml': '' } }, 'with space.yaml': '' });
  for (const [name, content] of Object.entries(files(folder))) writeFileSync(join(folder, name), content);
  const { stdout } = spawnSync('script', ['-qec', shell.replaceAll('FOLDER', folder), '/dev/null'], {
    ...{ cwd: folder, encoding: 'utf8', timeout: 60_000 },
    env: { ...process.env, NODE_OPTIONS: undefined, TERM: 'dumb', PS1: '$ ' },
    input: `${lines.map(([line]) => line.replaceAll('→', '\t')).join('\n')}\nexit\n`,
  });
  return stdout.split(/\r?\n/).filter((line) => /^<.*>$/.test(line));
};

const printArguments = `mtulab() { printf '<%s>' "$@"; echo; }\n`;
const wanted = lines.map(([, words]) => words.map((word) => `<${word}>`).join(''));

t.test('bash completes what is typed', { skip: lacks('bash', 'script') }, async (t) => {
  const files = () => ({
    rc: `bind 'set enable-bracketed-paste off'\n${printArguments}source <(${mtulab} completion bash)\n`,
  });
  t.strictSame(typed(t, 'bash --noprofile --rcfile FOLDER/rc -i', files), wanted);
});

t.test('zsh completes what is typed', { skip: lacks('zsh', 'script') }, async (t) => {
  const setUp = 'autoload -U compinit; compinit -D -u; unset zle_bracketed_paste; setopt no_beep\n';
  const files = () => ({ '.zshrc': `${setUp}${printArguments}source <(${mtulab} completion zsh)\n` });
  t.strictSame(typed(t, 'ZDOTDIR=FOLDER zsh -d -i', files), wanted);
});

t.test('fish completes what is typed', { skip: lacks('fish') }, async (t) => {
  const folder = t.testdir({ scenarios: { ptb: { 'ptb-dropped.yaml': '' } }, 'with space.yaml': '' });
  const complete = (line: string): string => {
    const commands = `${mtulab} completion fish | source; complete -C ${JSON.stringify(line)}`;
    const env = { ...process.env, NODE_OPTIONS: undefined };
    return spawnSync('fish', ['--no-config', '-c', commands], { cwd: folder, encoding: 'utf8', env }).stdout;
  };
  t.match(complete('mtulab ru'), /^run\tbuild the network/);
  t.match(complete('mtulab run --report=jun'), /^--report=junit\t/);
  t.equal(complete('mtulab run scenarios/pt'), 'scenarios/ptb/\n');
  t.equal(complete("mtulab run 'with sp"), 'with space.yaml\n');
});
