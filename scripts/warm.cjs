// The build runs this in a separate process: it starts the command line with the given arguments and saves the code that V8 compiled.
const { readdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { setFlagsFromString } = require('node:v8');

const dist = resolve('dist');
process.argv[1] = join(dist, 'cli.js');
// V8 notes in the cache which functions its baseline compiler has compiled, and a start would compile all of them again at their first call. Whether a cache fits is decided by the flags too, so they are as before when it is made.
setFlagsFromString('--no-sparkplug');

process.on('exit', () => {
  setFlagsFromString('--sparkplug');
  const { parts, compiled } = require(join(dist, 'cli.js'));
  const run = new Map([...parts.values()].map(({ filename, script }) => [filename, script]));
  for (const name of readdirSync(dist).filter((name) => /-[A-Z0-9]{8}\.js$/.test(name))) {
    const file = join(dist, name);
    writeFileSync(`${file}.cache`, (run.get(file) ?? compiled(file)).createCachedData());
  }
  process.exitCode = 0;
});

require(join(dist, 'cli.js'));
