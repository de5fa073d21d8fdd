import { appendFileSync, chownSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { artifactsReadme } from './artifacts-readme.ts';
import type { Event } from '../events/events.ts';
import type { RunLab } from '../run/environment.ts';
import { CaptureAnnotations } from './capture-annotations.ts';
import type { Plan } from '../plan/model/plan.ts';
import { standaloneScript } from '../plan/script/standalone-script.ts';
import { scenarioTitle } from '../scenario/model/scenario-title.ts';
import { linkTypes } from '../wire/formats/capture-file.ts';
import { pcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CaptureResult, CapturedFrame, LabCapture } from '../words/lab/lab.ts';

/** What is kept of the scenarios of a run, in a folder for each: packets, script, events, and how to repeat it by hand. */
export interface Artifacts {
  /** The same lab, all of whose interfaces are captured from now on; what changes it is noted beside the packets. */
  watch(plan: Plan, lab: RunLab, signal: AbortSignal): Promise<RunLab>;
  /** The same events, written down as they pass. */
  keep(events: AsyncIterable<Event>): AsyncGenerator<Event>;
}

/** Opens a folder below `folder` for each scenario of these plans; throws where it cannot be written. `owner` is whom the files shall belong to. */
export const openArtifacts = ({ folder, owner }: ArtifactsFolder, plans: readonly Plan[]): Artifacts => {
  const open = kept({ folder, ...(owner && { owner }) });
  const each = plans.map(open);
  return {
    watch: (plan, lab, signal) => each[plans.indexOf(plan)]!.watch(lab, signal),
    keep: async function* (events) {
      for await (const event of events) {
        if ('id' in event) each[event.id]!.event(event);
        yield event;
      }
    },
  };
};

/** What is kept of one scenario. */
interface Kept {
  event(event: Event): void;
  watch(lab: RunLab, signal: AbortSignal): Promise<RunLab>;
}

const kept = ({ folder, owner }: ArtifactsFolder): ((plan: Plan) => Kept) => {
  const taken = new Set<string>();
  return (plan) => {
    const name = freeName(nameOf(plan), taken);
    const own = join(folder, name);
    const files = filesIn(own, owner);
    files.write('script.sh', standaloneScript(plan), 0o755);
    files.write('README.md', artifactsReadme(plan));
    files.write('events.ndjson', '');
    const moments = new CaptureAnnotations();
    return {
      event: (event) => {
        appendFileSync(join(own, 'events.ndjson'), `${JSON.stringify(event)}\n`);
        moments.event(event);
      },
      watch: async (lab, signal) => watched({ lab, moments, files, plan, capture: await lab.capture({}, signal) }),
    };
  };
};

export interface ArtifactsFolder {
  readonly folder: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const watched = ({ lab, moments, files, plan, capture }: Watching): RunLab => {
  const file = files.open('packets.pcapng');
  const writer = writerOf(plan);
  writeSync(file, writer.header);
  const write = (frames: readonly CapturedFrame[]): void => {
    writeSync(file, Buffer.concat([...moments.among(frames, writer)]));
  };
  moments.begin(capture.startedAt, () => write(capture.drain()));
  const apply: RunLab['apply'] = async (commands, signal) => {
    await lab.apply(commands, signal);
    for (const why of new Set(commands.map(({ in: node, why }) => `${node}: ${why}`))) moments.note(`changed: ${why}`);
  };
  return { ...lab, apply, finish: async () => finish(await capture.stop(), { file, writer, write, moments }) };
};

interface Watching {
  readonly lab: RunLab;
  readonly moments: CaptureAnnotations;
  readonly files: Files;
  readonly plan: Plan;
  readonly capture: LabCapture;
}

const finish = ({ frames, counts, warnings }: CaptureResult, { file, writer, write, moments }: Finishing) => {
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
  readonly write: (frames: readonly CapturedFrame[]) => void;
  readonly moments: CaptureAnnotations;
}

const writerOf = ({ scenario, nodes }: Plan): PcapngWriter =>
  pcapngWriter({
    application: 'mtulab',
    comment: scenarioTitle(scenario),
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

const filesIn = (folder: string, owner: ArtifactsFolder['owner']): Files => {
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
