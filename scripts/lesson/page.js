/**
 * What a page tells its reader to type, in order: `{ line, terminal, node?, text, before, shown, later }`. `shown` is what the page shows as output,
 * each line as `{ line, text }`. A block that begins with output goes on with the last command of its terminal: that one has `later`, and the
 * entry for the rest `resumes` it, with what was shown before in `before`.
 */
export const commandsOf = (page) => {
  const commands = [];
  const places = new Map(); // of each terminal: the node whose shell stands open there
  for (const { terminal, lines } of blocksOf(page)) {
    let last = commands.findLast((command) => command.terminal === terminal);
    for (const [index, { line, text }] of lines.entries()) {
      const [, prompt, typed] = promptAndCommand.exec(text) ?? [];
      if (prompt) {
        const node = prompt === '$' ? undefined : prompt.slice(0, -1);
        if (places.get(terminal) !== node) throw new Error(`${line}: no terminal shows the prompt ${prompt} there`);
        commands.push((last = { line, terminal, node, text: typed, before: [], shown: [], later: false }));
        move(places, last);
        continue;
      }
      if (!last) throw new Error(`${line}: this is output, and nothing was typed before it`);
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

const move = (places, { terminal, node, text }) => {
  const entered = /^mtulab shell ([a-z][a-z0-9-]*)$/.exec(text);
  if (!node && entered) places.set(terminal, entered[1]);
  if (node && text === 'exit') places.delete(terminal);
};

/** The lines between ```console and ```; `terminal=2` behind the word means another window than the first. */
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
