import { lookup } from 'node:dns/promises';
import { setMaxListeners } from 'node:events';
import { isIP } from 'node:net';
import { families, familyNames } from '../evidence/family.ts';
import type { Family } from '../evidence/family.ts';
import { readPathMtuRules } from '../kernel/host/packet-too-big-rules.ts';
import { interfacesWithOffload } from '../kernel/host/local-settings.ts';
import { overwriteFile } from '../kernel/system/output-file.ts';
import { printable, printableJson, printableLine } from '../text/printable.ts';
import { shellQuote } from '../text/shell-quote.ts';
import { wrapUnder } from '../text/wrap.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { beyondSight } from './host-trace/beyond-sight.ts';
import { findingsOf } from './host-trace/findings.ts';
import type { Finding } from './host-trace/findings.ts';
import type { LocalPolicy, PathReadings } from './host-trace/path-readings.ts';
import { pathScenario } from './host-trace/path-scenario.ts';
import { pathText } from './host-trace/path-text.ts';
import { readPath } from './host-trace/read-path.ts';
import { schemaPath } from './scenarios/schema-path.ts';

/**
 * `mtulab trace DEST`: looks at the path MTU of a live host, in the network that it is started in: what its packets meet, what its kernel
 * has learned, and what it offers to the other end. It changes nothing itself, and reports what the kernel learns by its packets.
 */
export const perform: Perform = async ([destination], options, io, signal) => {
  const addresses = await addressesOf(destination!, options);
  if (addresses.size === 0) {
    io.err(
      `error: ${printableLine(destination!)} has no address${familyText(options)}; give a name that resolves, or an address\n`,
    );
    return exitCode({ invalidInput: true });
  }
  setMaxListeners(0, signal); // every echo request of a search listens
  const port = Number(options['port']);
  const all = await Promise.all([...addresses].map(([family, address]) => readPath({ family, address, port }, signal)));
  for (const path of all)
    if ('reason' in path) io.err(`no path over ${familyNames[path.family]} to ${path.address}: ${path.reason}\n`);
  const found = all.filter((readings): readings is PathReadings => !('reason' in readings));
  if (found.length === 0) return exitCode({ machineFailed: true });
  const devices = [...new Set(found.flatMap(({ legs }) => legs.map(({ device }) => device)))];
  const policy: LocalPolicy = { ...(await readPathMtuRules(signal)), offload: await interfacesWithOffload(devices) };
  const findings = found.flatMap((readings) => findingsOf(readings, policy));
  const report = {
    destination: destination!,
    port,
    paths: found,
    policy,
    findings,
    notVisible: beyondSight(found, policy, findings),
  };
  io.out(
    options['as'] === 'json'
      ? `${printableJson(JSON.stringify({ version: 1, ...report }, null, 2))}\n`
      : printable(reportText(report, io.width)),
  );
  const file = options['scenario'] as string | undefined;
  if (file !== undefined) {
    const output = overwriteFile(file);
    output.write(pathScenario(found, policy, { destination: printableLine(destination!), schema: schemaPath(file) }));
    output.close();
    io.err(`${printableLine(file)} is written; next: mtulab run ${printableLine(shellQuote(file))}\n`);
  }
  return 0;
};

interface Report {
  readonly destination: string;
  readonly port: number;
  readonly paths: readonly PathReadings[];
  readonly policy: LocalPolicy;
  readonly findings: readonly Finding[];
  readonly notVisible: readonly string[];
}

const reportText = ({ destination, port, paths, policy, findings, notVisible }: Report, width?: number): string =>
  [
    ...wrapUnder(
      '',
      `The path to ${destination}, TCP port ${port}, as this host sees it. The handshake was first, then echo requests, then the trace.`,
      width,
    ),
    '',
    ...paths.map((readings) => pathText(readings, policy, width)),
    'What this shows',
    ...findings.flatMap(({ family, leg, kind, text }) =>
      wrapUnder(`  ${familyNames[family]}${leg === undefined ? '' : ` over ${leg}`}: `, `${kind}: ${text}`, width),
    ),
    ...(findings.length > 0 ? [] : ['  nothing']),
    '',
    'Not visible from here',
    ...notVisible.flatMap((line) => wrapUnder('  ', line, width)),
    '',
  ].join('\n');

/** The first address of each chosen family, as programs of this host get it. */
const addressesOf = async (name: string, options: Options): Promise<ReadonlyMap<Family, string>> => {
  const found = new Map<Family, string>();
  for (const family of chosenFrom(options))
    try {
      if (![0, versions[family]].includes(isIP(name))) continue; // lookup gives an address of either family back
      found.set(family, (await lookup(name, { family: versions[family] })).address);
    } catch {
      // it has none of this family
    }
  return found;
};

const versions: Readonly<Record<Family, 4 | 6>> = { ipv6: 6, ipv4: 4 };

const chosenFrom = (options: Options): readonly Family[] => {
  const chosen = families.filter((family) => options[family] === true);
  return chosen.length > 0 ? chosen : families;
};

const familyText = (options: Options): string => {
  const chosen = chosenFrom(options);
  return chosen.length < families.length ? ` for ${familyNames[chosen[0]!]}` : '';
};
