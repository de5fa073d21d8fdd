/**
 * The commands of a page in order: `{ line, terminal, node?, text, before, shown, later }`. `shown` is their output on the page, each line as
 * `{ line, text }`. A block that begins with output continues the last command of its terminal: that command has `later`, and the entry of the
 * further output `resumes` it, with the earlier output in `before`.
 */
export const commandsOf = (page) => {
  const commands = [];
  const openShells = new Map(); // terminal → node whose shell is open there
  for (const { terminal, lines } of blocksOf(page)) {
    let last = commands.findLast((command) => command.terminal === terminal);
    for (const [index, { line, text }] of lines.entries()) {
      const [, prompt, typed] = promptAndCommand.exec(text) ?? [];
      if (prompt) {
        const node = prompt === '$' ? undefined : prompt.slice(0, -1);
        if (openShells.get(terminal) !== node)
          throw new Error(`${line}: the prompt ${prompt} is not open in that terminal`);
        commands.push((last = { line, terminal, node, text: typed, before: [], shown: [], later: false }));
        trackShell(openShells, last);
        continue;
      }
      if (!last) throw new Error(`${line}: output without a command before it`);
      if (index === 0) commands.push((last = resumed(last, line)));
      last.shown.push({ line, text });
    }
  }
  return commands;
};

const promptAndCommand = /^(\$|[a-z][a-z0-9-]*#) (.+)$/;

const resumed = (command, line) => {
  command.later = true;
  return { ...command, line, resumes: command, before: [...command.before, ...command.shown], shown: [], later: false };
};

const trackShell = (openShells, { terminal, node, text }) => {
  const entered = /^mtulab shell ([a-z][a-z0-9-]*)$/.exec(text);
  if (!node && entered) openShells.set(terminal, entered[1]);
  if (node && text === 'exit') openShells.delete(terminal);
};

/** The lines between ```console and ```; `terminal=2` after the word means a second window. */
const blocksOf = (page) => {
  const blocks = [];
  let block;
  for (const [index, text] of page.split('\n').entries()) {
    const opened = /^```console(?: terminal=(\d+))?$/.exec(text);
    if (opened) blocks.push((block = { terminal: Number(opened[1] ?? 1), lines: [] }));
    else if (text.startsWith('```')) block = undefined;
    else block?.lines.push({ line: index + 1, text });
  }
  return blocks;
};
