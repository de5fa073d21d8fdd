import { appendFileSync, chownSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readme } from './artifacts-readme.ts';
import type { Event } from './events.ts';
import { Moments } from './moments.ts';
import type { Plan } from './plan/plan.ts';
import { standalone } from './plan/standalone.ts';
import { linkTypes } from './wire/capture.ts';
import { pcapngWriter } from './wire/write-pcapng.ts';
import type { PcapngWriter } from './wire/write-pcapng.ts';
import type { Captured, Frame, Lab, LabCapture } from './words/lab.ts';

/** What is kept of one scenario in a folder of its own: packets, script, events, and how to repeat it by hand. */
export interface Artifacts {
  /** To be told of everything that the run says of this scenario, as it happens. */
  event(event: Event): void;
  /** The same lab, all of whose interfaces are captured from now on; what changes it is noted beside the packets. */
  watch<L extends Lab>(lab: L, signal: AbortSignal): Promise<Watched<L>>;
}

export interface Watched<L> {
  readonly lab: L;
  /** Ends the capture while the lab still stands, and writes what is left; sentences about packets that are missing or too long. */
  end(): Promise<readonly string[]>;
}

/** Opens a folder for each scenario below `folder`; throws where it cannot be written. `owner` is whom the files shall belong to. */
export const artifactsIn = ({ folder, owner }: Place): ((plan: Plan) => Artifacts) => {
  const taken = new Set<string>();
  return (plan) => {
    const name = freeName(nameOf(plan), taken);
    const own = join(folder, name);
    const files = filesIn(own, owner);
    files.write('script.sh', standalone(plan), 0o755);
    files.write('README.md', readme(plan));
    files.write('events.ndjson', '');
    const moments = new Moments();
    return {
      event: (event) => {
        appendFileSync(join(own, 'events.ndjson'), `${JSON.stringify(event)}\n`);
        moments.event(event);
      },
      watch: async (lab, signal) => watched({ lab, moments, files, plan, capture: await lab.capture({}, signal) }),
    };
  };
};

export interface Place {
  readonly folder: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const watched = <L extends Lab>({ lab, moments, files, plan, capture }: Watching<L>): Watched<L> => {
  const file = files.open('packets.pcapng');
  const writer = writerOf(plan);
  writeSync(file, writer.header);
  const write = (frames: readonly Frame[]): void => {
    writeSync(file, Buffer.concat([...moments.among(frames, writer)]));
  };
  moments.begin(capture.startedAt, () => write(capture.drain()));
  const apply: Lab['apply'] = async (commands, signal) => {
    await lab.apply(commands, signal);
    for (const why of new Set(commands.map(({ in: node, why }) => `${node}: ${why}`))) moments.note(`changed: ${why}`);
  };
  return { lab: { ...lab, apply }, end: async () => finish(await capture.stop(), { file, writer, write, moments }) };
};

interface Watching<L> {
  readonly lab: L;
  readonly moments: Moments;
  readonly files: Files;
  readonly plan: Plan;
  readonly capture: LabCapture;
}

const finish = ({ frames, counts, warnings }: Captured, { file, writer, write, moments }: Finishing) => {
  for (const warning of warnings) moments.note(warning);
  write(frames);
  for (const count of counts) writeSync(file, writer.statistics({ ...count, time: moments.now() }));
  closeSync(file);
  moments.end();
  return warnings;
};

interface Finishing {
  readonly file: number;
  readonly writer: PcapngWriter;
  readonly write: (frames: readonly Frame[]) => void;
  readonly moments: Moments;
}

const writerOf = ({ scenario, nodes }: Plan): PcapngWriter =>
  pcapngWriter({
    application: 'mtulab',
    comment: scenario.case ? `${scenario.title} (${scenario.case})` : scenario.title,
    places: nodes.flatMap(({ interfaces }) =>
      interfaces.map(({ place, mtu }) => ({
        ...{ name: place, description: `MTU ${mtu}`, linkType: linkTypes.ethernet, snapLength: 65535 },
      })),
    ),
  });

/** The file's name, and the case of `vary` where there is one, as one name for a folder. */
const nameOf = ({ scenario }: Plan): string =>
  [basename(scenario.file).replace(/\.ya?ml$/, ''), ...(scenario.case ? [scenario.case] : [])]
    .map(
      (part) =>
        part
          .toLowerCase()
          .replace(/[^a-z0-9.]+/g, '-')
          .replace(/^[-.]+|[-.]+$/g, '') || 'scenario',
    )
    .join('-');

const freeName = (name: string, taken: Set<string>): string => {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  taken.add(free);
  return free;
};

interface Files {
  write(name: string, text: string, mode?: number): void;
  open(name: string): number;
}

const filesIn = (folder: string, owner: Place['owner']): Files => {
  const given = (path: string) => owner && chownSync(path, owner.uid, owner.gid);
  mkdirSync(folder, { recursive: true });
  given(folder);
  return {
    write: (name, text, mode = 0o644) => {
      writeFileSync(join(folder, name), text, { mode });
      given(join(folder, name));
    },
    open: (name) => {
      const file = openSync(join(folder, name), 'w', 0o644);
      given(join(folder, name));
      return file;
    },
  };
};
