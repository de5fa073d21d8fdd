import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mappingLine } from '../../words/lab/tayga-configuration.ts';
import type { AddressMapping, TaygaSettings } from '../../words/lab/tayga-configuration.ts';
import { keepOutput } from '../system/kept-output.ts';
import { MachineError } from '../system/machine-error.ts';
import { spawnProgram } from '../system/spawn-program.ts';
import type { SpawnedProgram } from '../system/spawn-program.ts';
import { until } from '../system/until.ts';

/** A tayga whose mappings change. */
export class TaygaProcess {
  readonly #file: string;
  readonly #settings: Pick<TaygaSettings, 'address'>;
  readonly #otherLines: readonly string[];
  readonly #ended: (error: MachineError) => void;
  #running: Running | undefined;

  /** `file` is its tayga.conf(5), of which the lines of mappings change; `ended` is called when it ends by itself. */
  constructor(file: string, settings: Pick<TaygaSettings, 'address'>, ended: (error: MachineError) => void) {
    this.#file = file;
    this.#settings = settings;
    this.#ended = ended;
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    this.#otherLines = lines.filter((line) => !/^\s*map\s/.test(line));
  }

  /**
   * Starts it with these mappings, in place of the one that runs: tayga reads its file once. Resolves when it translates, 3 ms later (measured): it
   * answers a datagram to its own address by an ICMP error, as only a tayga does that has read its file and its device. Packets are lost meanwhile.
   * Rejects with a MachineError when it ends instead.
   */
  async restart(mappings: readonly AddressMapping[], signal: AbortSignal): Promise<void> {
    overwrite(this.#file, `${[...this.#otherLines, ...mappings.map(mappingLine)].join('\n')}\n`);
    await this.#stop();
    const program = spawnProgram(['setpriv', '--pdeathsig', 'KILL', 'tayga', '-c', this.#file, '-d', '-n']);
    program.stdin.end();
    program.stdout.resume();
    const running: Running = { program, printed: keepOutput(program.stderr), isExpectedToEnd: false };
    this.#running = running;
    const failure = program.exited.then(async (code) => {
      await running.printed.drained();
      const output = running.printed.text().trim();
      const error = new MachineError({
        what: `tayga ended with exit code ${code}`,
        command: `tayga -c ${this.#file} -d -n`,
        output,
      });
      if (!running.isExpectedToEnd) this.#ended(error);
      throw error;
    });
    failure.catch(() => {});
    await Promise.race([answersItself(this.#settings.address, signal), failure]);
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#stop();
  }

  async #stop(): Promise<void> {
    if (!this.#running) return;
    const { program } = this.#running;
    this.#running.isExpectedToEnd = true;
    this.#running = undefined;
    program.kill();
    await program.exited; // the next one could not open the device before
  }
}

interface Running {
  readonly program: SpawnedProgram;
  readonly printed: ReturnType<typeof keepOutput>;
  isExpectedToEnd: boolean;
}

/** Lines that stay are the same bytes at the same place, so that a reader at any time finds them; the file may be mounted, and so not be replaced. */
const overwrite = (file: string, text: string): void => {
  const fd = openSync(file, 'r+');
  try {
    writeSync(fd, text, 0);
    ftruncateSync(fd, Buffer.byteLength(text));
  } finally {
    closeSync(fd);
  }
};

/** Resolves when a datagram to the address is answered by the ICMP error `protocol unreachable`. */
const answersItself = async (address: string, signal: AbortSignal): Promise<void> => {
  const socket = createSocket('udp4');
  let isAnswered = false;
  socket.on('error', ({ code }: NodeJS.ErrnoException) => (isAnswered ||= code === 'ENOPROTOOPT'));
  try {
    socket.connect(discard, address);
    await once(socket, 'connect', { signal });
    const ask = (): boolean => {
      if (!isAnswered) socket.send('', () => {});
      return isAnswered;
    };
    await until(`tayga to answer at ${address}`, ask, { everyMs: 1, withinMs: 10_000 }, signal);
  } finally {
    socket.close();
  }
};

/** RFC 863; tayga answers all but ICMP alike. */
const discard = 9;
