import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { absentRow, spread, timeRow } from './samples.js';

/** A class on one machine: each learner has a lab and a conversation, and all of them answer at once. */
export const classroom = async ({ quick }) => {
  const what = `${learners} learners answer at once: until their labs have checked it`;
  if (spawnSync('script', ['-V']).status !== 0) return [absentRow(what, 'script is missing', '≤ 1000 ms')];
  const folder = mkdtempSync(join(tmpdir(), 'mtulab-bench-'));
  const sessions = Array.from({ length: learners }, (_, index) => new Session(join(folder, String(index))));
  try {
    for (const session of sessions) await session.until('learn> '); // labs are built one after the other
    const answers = [];
    for (let round = 0; round < (quick ? 2 : 5); round++)
      answers.push(...(await Promise.all(sessions.map((session) => session.timeOfAnswer()))));
    return [timeRow(what, spread(answers), 1000)];
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
    rmSync(folder, { recursive: true });
  }
};

const learners = 20;

class Session {
  #process;
  #environment;
  #text = '';

  constructor(folder) {
    mkdirSync(folder);
    this.#environment = { ...process.env, MTULAB_STATE: folder, XDG_STATE_HOME: folder, TERM: 'xterm' };
    const command = `exec '${process.execPath}' dist/cli.js learn 1`;
    this.#process = spawn('script', ['-qec', command, '/dev/null'], { env: this.#environment });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#text += text));
  }

  async until(text) {
    while (!this.#text.includes(text)) await once(this.#process.stdout, 'data');
  }

  /** The answer is wrong, so that each round finds the same task. */
  async timeOfAnswer() {
    this.#text = '';
    const began = performance.now();
    this.#process.stdin.write('8000\r');
    await this.until('not what the lab shows');
    const ms = performance.now() - began;
    await this.until('learn> ');
    return ms;
  }

  async end() {
    const ended = once(this.#process, 'exit');
    this.#process.stdin.write('quit\r');
    await ended;
    spawnSync(process.execPath, ['dist/cli.js', 'down', 'lesson-1'], { env: this.#environment });
  }
}
