#!/usr/bin/env node
// The build copies this to dist/cli.js. It loads the bundled parts together with the code that V8 compiled at build time, if that fits this Node.
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

// Each part is a function, wrapped as by Node. The build writes ASCII only, and Latin-1 is read faster. V8 rejects a cache of another version, which only costs the time to read it.
const compiled = (filename) =>
  new Script(readFileSync(filename).latin1Slice(), { filename, cachedData: cacheOf(filename) });

const cacheOf = (filename) => {
  try {
    return readFileSync(`${filename}.cache`);
  } catch {
    return undefined;
  }
};

module.exports = { parts, compiled };
load('./MAIN');
