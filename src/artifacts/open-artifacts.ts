import { setMaxListeners } from 'node:events';
import { basename } from 'node:path';
import { artifactsReadme } from './artifacts-readme.ts';
import type { Event } from '../events/events.ts';
import type { RunLab } from '../run/environment.ts';
import { CaptureAnnotations } from './capture-annotations.ts';
import { openScenarioFolder } from './scenario-folder.ts';
import type { ScenarioFolder } from './scenario-folder.ts';
import type { FileOwner, OutputFile } from '../kernel/system/output-file.ts';
import { printable, printableJson } from '../text/printable.ts';
import type { Plan } from '../plan/model/plan.ts';
import { standaloneScript } from '../plan/script/standalone-script.ts';
import { scenarioTitle } from '../scenario/model/scenario-title.ts';
import { linkTypes } from '../wire/formats/capture-file.ts';
import { pcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CapturedFrame, LabCapture } from '../words/lab/lab.ts';

/** The files that `run --artifacts` writes, in one folder for each scenario: packets, script, events, and a README. */
export interface Artifacts {
  /**
   * Returns the same lab with a capture of all its interfaces running; changes to the lab become annotations of the
   * capture.
   */
  captureLab(plan: Plan, lab: RunLab, signal: AbortSignal): Promise<RunLab>;
  /** Yields the same events and writes each to the folder of its scenario. */
  recordEvents(events: AsyncIterable<Event>): AsyncGenerator<Event>;
  /** Aborts with an error that names the file when one cannot be written any more; nothing is written afterwards. */
  readonly failed: AbortSignal;
}

/**
 * Creates a folder for each of these plans; throws when one cannot be written. The index of a plan is the id of its
 * scenario.
 */
export const openArtifacts = (parent: ArtifactsFolder, plans: readonly Plan[]): Artifacts => {
  const used = new Set<string>();
  const writing = stopAtFailure();
  const scenarios = plans.map((plan) => openScenarioArtifacts(plan, { parent, used, writing }));
  return {
    failed: writing.failed,
    captureLab: (plan, lab, signal) => scenarios[plans.indexOf(plan)]!.captureLab(lab, signal),
    recordEvents: async function* (events) {
      for await (const event of events) {
        if ('id' in event) scenarios[event.id]!.recordEvent(event);
        yield event.kind === 'scenario-end' ? withFailure(event, writing.failed) : event;
      }
    },
  };
};

/** A scenario whose files are not whole ends in an error, whatever its steps have shown. */
const withFailure = (end: ScenarioEnd, { aborted, reason }: AbortSignal): ScenarioEnd =>
  aborted ? { ...end, result: 'error', reason: (reason as Error).message } : end;

type ScenarioEnd = Extract<Event, { kind: 'scenario-end' }>;

export interface ArtifactsFolder {
  readonly folder: string;
  /** The user that all files are given to; by default they belong to the user of this process. */
  readonly owner?: FileOwner;
}

interface ScenarioArtifacts {
  recordEvent(event: Event): void;
  captureLab(lab: RunLab, signal: AbortSignal): Promise<RunLab>;
}

/** Performs writes until the first one fails. A run must not end in the middle of one: it is stopped by `failed`. */
interface Writing {
  readonly failed: AbortSignal;
  attempt(write: () => void): void;
}

const stopAtFailure = (): Writing => {
  const failure = new AbortController();
  setMaxListeners(0, failure.signal);
  return {
    failed: failure.signal,
    attempt: (write) => {
      try {
        if (!failure.signal.aborted) write();
      } catch (error) {
        failure.abort(error);
      }
    },
  };
};

const openScenarioArtifacts = (plan: Plan, { parent, used, writing }: Destination): ScenarioArtifacts => {
  const folder = openScenarioFolder({
    ...{ parent: parent.folder, name: folderName(plan), used },
    owner: parent.owner,
  });
  folder.write('script.sh', printable(standaloneScript(plan)), 0o755);
  folder.write('README.md', artifactsReadme(plan));
  const annotations = new CaptureAnnotations();
  let events: OutputFile | undefined;
  return {
    recordEvent: (event) => {
      writing.attempt(() => {
        events ??= folder.open('events.ndjson'); // opened late: there may be more scenarios than a process may open files
        events.write(`${printableJson(JSON.stringify(event))}\n`);
        if (event.kind === 'scenario-end') events.close();
      });
      annotations.event(event);
    },
    captureLab: async (lab, signal) =>
      withCapture({ ...{ lab, annotations, folder, plan, writing }, capture: await lab.capture({}, signal) }),
  };
};

interface Destination {
  readonly parent: ArtifactsFolder;
  readonly used: Set<string>;
  readonly writing: Writing;
}

const withCapture = ({ lab, annotations, folder, plan, capture, writing }: CapturedLab): RunLab => {
  const writer = writerOf(plan);
  let file: OutputFile | undefined;
  writing.attempt(() => {
    file = folder.open('packets.pcapng');
    file.write(writer.header);
  });
  const write = (frames: readonly CapturedFrame[]): void =>
    writing.attempt(() => file?.write(Buffer.concat([...annotations.interleave(frames, writer)])));
  annotations.begin(capture.startedAt, () => write(capture.drain()));
  const apply: RunLab['apply'] = async (commands, signal) => {
    await lab.apply(commands, signal);
    const changes = new Set(commands.map(({ in: node, why }) => `${node}: ${why}`));
    for (const change of changes) annotations.note(`changed: ${change}`);
  };
  let result: Promise<readonly string[]> | undefined;
  const finish = async (): Promise<readonly string[]> => {
    const { frames, counts, warnings } = await capture.stop();
    for (const warning of warnings) annotations.note(warning);
    write(frames);
    const statistics = counts.map((count) => writer.statistics({ ...count, time: annotations.now() }));
    writing.attempt(() => file?.write(Buffer.concat(statistics)));
    writing.attempt(() => file?.close());
    annotations.end();
    return [...warnings, ...((await lab.finish?.()) ?? [])];
  };
  return {
    ...{ ...lab, apply },
    finish: () => (result ??= finish()),
    // A scenario that ends in an error keeps its packets as well.
    [Symbol.asyncDispose]: async () => {
      await (result ??= finish()).catch(() => {});
      await lab[Symbol.asyncDispose]();
    },
  };
};

interface CapturedLab {
  readonly lab: RunLab;
  readonly annotations: CaptureAnnotations;
  readonly folder: ScenarioFolder;
  readonly plan: Plan;
  readonly capture: LabCapture;
  readonly writing: Writing;
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
