#!/usr/bin/env node
// The build puts this at dist/cli.js: it loads the bundled parts with the code that V8 compiled for them at build time, where that fits this Node.
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

const parts = new Map();

const load = (name) => {
  if (parts.has(name)) return parts.get(name).module.exports;
  const filename = `${__dirname}/${name.slice(2)}`;
  const part = { filename, module: { exports: {} }, script: compiled(filename) };
  parts.set(name, part);
  part.script.runInThisContext()(part.module.exports, requirePart, part.module, filename);
  return part.module.exports;
};

const requirePart = (name) => (name.startsWith('./') ? load(name) : require(name));

// Each part is a function as Node would wrap it. The build writes ASCII only, and Latin-1 is read faster. A cache of another version of V8 is refused by V8 and costs nothing but its time.
const compiled = (filename) =>
  new Script(readFileSync(filename, 'latin1'), { filename, cachedData: cacheOf(filename) });

const cacheOf = (filename) => {
  try {
    return readFileSync(`${filename}.cache`);
  } catch {
    return undefined;
  }
};

module.exports = { parts, compiled };
load('./MAIN');
