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

/** The files that `run --artifacts` writes, in one folder for each scenario: packets, script, events, and a README. */
export interface Artifacts {
  /**
   * Returns the same lab with a capture of all its interfaces running; changes to the lab become annotations of the
   * capture.
   */
  captureLab(plan: Plan, lab: RunLab, signal: AbortSignal): Promise<RunLab>;
  /** Yields the same events and writes each to the folder of its scenario. */
  recordEvents(events: AsyncIterable<Event>): AsyncGenerator<Event>;
}

/**
 * Creates a folder for each of these plans; throws when one cannot be written. The index of a plan is the id of its
 * scenario.
 */
export const openArtifacts = (parent: ArtifactsFolder, plans: readonly Plan[]): Artifacts => {
  const names = new Set<string>();
  const scenarios = plans.map((plan) => openScenarioArtifacts(plan, parent, unusedName(folderName(plan), names)));
  return {
    captureLab: (plan, lab, signal) => scenarios[plans.indexOf(plan)]!.captureLab(lab, signal),
    recordEvents: async function* (events) {
      for await (const event of events) {
        if ('id' in event) scenarios[event.id]!.recordEvent(event);
        yield event;
      }
    },
  };
};

export interface ArtifactsFolder {
  readonly folder: string;
  /** The user that all files are given to; by default they belong to the user of this process. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

interface ScenarioArtifacts {
  recordEvent(event: Event): void;
  captureLab(lab: RunLab, signal: AbortSignal): Promise<RunLab>;
}

const openScenarioArtifacts = (plan: Plan, { folder, owner }: ArtifactsFolder, name: string): ScenarioArtifacts => {
  const scenarioFolder = join(folder, name);
  const files = filesIn(scenarioFolder, owner);
  files.write('script.sh', standaloneScript(plan), 0o755);
  files.write('README.md', artifactsReadme(plan));
  files.write('events.ndjson', '');
  const annotations = new CaptureAnnotations();
  return {
    recordEvent: (event) => {
      appendFileSync(join(scenarioFolder, 'events.ndjson'), `${JSON.stringify(event)}\n`);
      annotations.event(event);
    },
    captureLab: async (lab, signal) =>
      withCapture({ lab, annotations, files, plan, capture: await lab.capture({}, signal) }),
  };
};

const withCapture = ({ lab, annotations, files, plan, capture }: CapturedLab): RunLab => {
  const file = files.open('packets.pcapng');
  const writer = writerOf(plan);
  writeSync(file, writer.header);
  const write = (frames: readonly CapturedFrame[]): void => {
    writeSync(file, Buffer.concat([...annotations.interleave(frames, writer)]));
  };
  annotations.begin(capture.startedAt, () => write(capture.drain()));
  const apply: RunLab['apply'] = async (commands, signal) => {
    await lab.apply(commands, signal);
    const changes = new Set(commands.map(({ in: node, why }) => `${node}: ${why}`));
    for (const change of changes) annotations.note(`changed: ${change}`);
  };
  return { ...lab, apply, finish: async () => finish(await capture.stop(), { file, writer, write, annotations }) };
};

interface CapturedLab {
  readonly lab: RunLab;
  readonly annotations: CaptureAnnotations;
  readonly files: Files;
  readonly plan: Plan;
  readonly capture: LabCapture;
}

const finish = ({ frames, counts, warnings }: CaptureResult, { file, writer, write, annotations }: OpenCaptureFile) => {
  for (const warning of warnings) annotations.note(warning);
  write(frames);
  for (const count of counts) writeSync(file, writer.statistics({ ...count, time: annotations.now() }));
  closeSync(file);
  annotations.end();
  return warnings;
};

interface OpenCaptureFile {
  readonly file: number;
  readonly writer: PcapngWriter;
  readonly write: (frames: readonly CapturedFrame[]) => void;
  readonly annotations: CaptureAnnotations;
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

/**
 * The name of the scenario file, followed by the case of `vary` if there is one, reduced to characters that suit a
 * folder name.
 */
const folderName = ({ scenario }: Plan): string =>
  [basename(scenario.file).replace(/\.ya?ml$/, ''), ...(scenario.case ? [scenario.case] : [])]
    .map(
      (part) =>
        part
          .toLowerCase()
          .replace(/[^a-z0-9.]+/g, '-')
          .replace(/^[-.]+|[-.]+$/g, '') || 'scenario',
    )
    .join('-');

const unusedName = (name: string, used: Set<string>): string => {
  let unused = name;
  for (let number = 2; used.has(unused); number++) unused = `${name}-${number}`;
  used.add(unused);
  return unused;
};

interface Files {
  write(name: string, text: string, mode?: number): void;
  /** Creates a file and returns its descriptor. */
  open(name: string): number;
}

const filesIn = (folder: string, owner: ArtifactsFolder['owner']): Files => {
  const chown = (path: string) => owner && chownSync(path, owner.uid, owner.gid);
  mkdirSync(folder, { recursive: true });
  chown(folder);
  return {
    write: (name, text, mode = 0o644) => {
      writeFileSync(join(folder, name), text, { mode });
      chown(join(folder, name));
    },
    open: (name) => {
      const file = openSync(join(folder, name), 'w', 0o644);
      chown(join(folder, name));
      return file;
    },
  };
};
