import type { Family } from '../../evidence/family.ts';
import { familyFlag } from '../../words/lab/shell-text.ts';
import { parseLookups } from '../flows/route-lookup.ts';
import { runProgram } from './run-program.ts';

/** Source ports from which UDP packets leave by each interface; an interface without any has no entry. */
export const portsByDevice = async (flow: Flow, signal: AbortSignal): Promise<ReadonlyMap<string, number>> => {
  const { family, from, to, port } = flow;
  const ports = Array.from({ length: candidates }, (_, index) => firstPort + index);
  const questions = ports.map((sport) => `route get ${to} from ${from} ipproto udp sport ${sport} dport ${port}`);
  const argv = ['ip', familyFlag(family), '-j', '-batch', '-'];
  const { stdout } = await runProgram(argv, signal, `${questions.join('\n')}\n`);
  const found = new Map<string, number>();
  for (const [index, device] of parseLookups(stdout).entries())
    if (device !== undefined && !found.has(device)) found.set(device, ports[index]!);
  return found;
};

interface Flow {
  readonly family: Family;
  readonly from: string;
  readonly to: string;
  /** The port at the other end. */
  readonly port: number;
}

/** Enough for a leg of sixteen to be missed once in 60 cases. */
const candidates = 64;

/** Below the ports that the kernel gives out by itself (net.ipv4.ip_local_port_range). */
const firstPort = 31_000;
