import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { groupByNode } from '../../plan/model/group-by-node.ts';
import { groupBatches } from '../../plan/script/batches.ts';
import type { NumberedCommand } from '../../plan/script/batches.ts';
import { checkedFile, sysctlPath } from '../../plan/script/shell-lines.ts';
import { missingSysctl, refusedSysctl } from '../../plan/script/explain-failure.ts';
import { shellText } from '../../words/lab/shell-text.ts';
import { ipRequest } from '../system/ip-request.ts';
import { interfaceIndex } from '../system/interface-index.ts';
import { loadRuleset } from '../system/load-ruleset.ts';
import { MachineError } from '../system/machine-error.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { NetlinkError, netlinkProtocols, requestChange } from '../system/netlink.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { systemErrorText } from '../system/system-error-text.ts';
import { writeSysctl } from '../system/write-sysctl.ts';
import { advanceRouteGeneration } from './advance-route-generation.ts';
import type { LabProcess } from './lab-process.ts';

/**
 * Performs the commands of a build for which no program is started, node by node, each in its order. Rejects with a MachineError: the command,
 * its reason and what the kernel or nft says.
 */
export const performCommands = async (
  commands: readonly NumberedCommand[],
  { namespace, filesFolder }: Pick<LabProcess, 'namespace' | 'filesFolder'>,
  signal: AbortSignal,
): Promise<void> => {
  for (const [node, own] of groupByNode(commands))
    for (const { kind, commands } of groupBatches(own)) {
      signal.throwIfAborted();
      if (kind === 'nft') await loadRulesets(commands, namespace(node), signal);
      else if (kind === 'sysctl') writeSysctls(commands, namespace(node));
      else if (kind === 'file') writeFiles(commands, filesFolder(node));
      else sendRequests(commands, namespace(node));
      await setImmediate(); // flows of other labs are sampled meanwhile
    }
};

type Commands = readonly NumberedCommand[];

const loadRulesets = async (commands: Commands, namespace: string, signal: AbortSignal): Promise<void> => {
  for (const command of commands)
    if ('nft' in command)
      await loadRuleset({ namespace, ruleset: command.nft }, signal).catch((error: unknown) => {
        throw error instanceof MachineError ? explained(command, error.details.output, error) : error;
      });
};

const writeSysctls = (commands: Commands, namespace: string): void =>
  inNamespace(namespace, () => {
    for (const command of commands)
      if ('sysctl' in command && command.value !== null)
        try {
          writeSysctl(sysctlPath(command.sysctl), command.value);
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === 'ENOENT' && command.ifPresent) continue;
          const texts: Readonly<Record<string, string>> = {
            ...{ ENOENT: missingSysctl(command), EINVAL: refusedSysctl(command) },
          };
          throw explained(command, texts[code!] ?? systemErrorText(error), error);
        }
  });

const writeFiles = (commands: Commands, folder: string): void => {
  for (const command of commands)
    if ('file' in command && command.text !== null) {
      const path = join(folder, checkedFile(command).file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${command.text}\n`);
    }
};

const sendRequests = (commands: Commands, namespace: string): void =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) => {
    const indexOf = knownIndexes(exchange);
    advanceRouteGeneration(commands, exchange);
    for (const command of commands)
      if ('ip' in command)
        try {
          requestChange(exchange, ipRequest(command.ip, indexOf));
        } catch (error) {
          if (error instanceof NetlinkError) throw explained(command, error.reason, error);
          throw error instanceof MachineError ? explained(command, error.message, error) : error;
        }
  });

/** Asks the kernel once for each name. */
const knownIndexes = (exchange: NetlinkExchange) => {
  const indexes = new Map<string, number>();
  return (name: string): number => {
    const index = indexes.get(name) ?? interfaceIndex(exchange, name);
    if (index === undefined) throw new MachineError({ what: `there is no interface ${name}` });
    indexes.set(name, index);
    return index;
  };
};

const explained = (command: NumberedCommand, output: string | undefined, cause: unknown): MachineError =>
  new MachineError({
    ...{ what: 'could not build the lab', command: shellText(command), why: command.why, cause },
    ...(output !== undefined && { output }),
  });
