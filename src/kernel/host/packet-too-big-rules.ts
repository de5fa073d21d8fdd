import type { Family } from '../../evidence/family.ts';
import { runProgram } from './run-program.ts';

/** A firewall rule of this host that drops Packet Too Big, or ICMP as a whole, or that changes the MSS. */
export interface PathMtuRule {
  readonly effect: 'drops' | 'clamps';
  /** Absent for a rule of both families. */
  readonly family?: Family;
  /** Where the rule is: the table and the chain. */
  readonly place: string;
  /** The hook of its chain in lower case; absent where another chain jumps to it. */
  readonly hook?: string;
  readonly text: string;
}

/** The rules, and for each tool why its rules could not be read. */
export interface PathMtuRules {
  readonly rules: readonly PathMtuRule[];
  readonly unread: readonly string[];
}

/**
 * Reads the rules of nft, without the elements of its sets, which nft 1.0.6 cannot always print (SIGABRT), and of both iptables; only root may.
 * A rule is named by what its own text says, no chain is followed.
 */
export const readPathMtuRules = async (signal: AbortSignal): Promise<PathMtuRules> => {
  const [nft, iptables, ip6tables] = await Promise.all(
    [['nft', '--terse', 'list', 'ruleset'], ['iptables-save'], ['ip6tables-save']].map((argv) =>
      outputOf(argv, signal),
    ),
  );
  return {
    rules: [
      ...rulesOfNft(nft!.stdout, iptables!.unread === undefined),
      ...rulesOfIptables(iptables!.stdout, 'ipv4'),
      ...rulesOfIptables(ip6tables!.stdout, 'ipv6'),
    ],
    unread: [nft, iptables, ip6tables].flatMap((read) => read!.unread ?? []),
  };
};

const outputOf = async (argv: readonly string[], signal: AbortSignal): Promise<ToolOutput> => {
  try {
    const { stdout, stderr, code } = await runProgram(argv, signal);
    if (code === 0) return { stdout };
    const [reason = `exit code ${code}`] = stderr.split('\n').filter((line) => line.trim() !== '' && line[0] !== '#');
    return { stdout: '', unread: `${argv.join(' ')}: ${reason.trim()}` };
  } catch (error) {
    signal.throwIfAborted();
    return { stdout: '', unread: `${argv.join(' ')}: ${error instanceof Error ? error.message : String(error)}` };
  }
};

interface ToolOutput {
  readonly stdout: string;
  readonly unread?: string;
}

/** Parses `nft list ruleset`, without the tables of iptables where iptables-save shows them too. */
export const rulesOfNft = (text: string, withoutIptables: boolean): readonly PathMtuRule[] => {
  let [table, chain, hook] = ['', '', ''];
  return text.split('\n').flatMap((line) => {
    const [, newTable] = /^table (\S+ \S+) \{/.exec(line) ?? [];
    const [, newChain] = /^\tchain (\S+) \{/.exec(line) ?? [];
    const [, newHook] = /^\t\ttype \S+ hook (\S+) /.exec(line) ?? [];
    if (newTable !== undefined) table = newTable;
    if (newChain !== undefined) [chain, hook] = [newChain, ''];
    if (newHook !== undefined) hook = newHook;
    const rule = line.trim().replace(/ ?packets \d+ bytes \d+/, '');
    const effect = nftEffect(rule);
    if (effect === undefined || (withoutIptables && iptablesTable.test(table))) return [];
    const family = /\bicmpv6\b|\bipv6-icmp\b/.test(rule)
      ? 'ipv6'
      : /\bicmp\b/.test(rule)
        ? 'ipv4'
        : tableFamily[table.split(' ')[0]!];
    return { effect, ...(family && { family }), place: `${table} ${chain}`, ...(hook && { hook }), text: rule };
  });
};

const nftEffect = (rule: string): PathMtuRule['effect'] | undefined => {
  if (/\bmaxseg\b.*\bset\b|TCPMSS/.test(rule)) return 'clamps';
  const isMessage = /icmpv6 type .*packet-too-big|icmp code .*frag-needed/.test(rule);
  const isAllOfIcmp =
    /(?:l4proto|protocol|nexthdr) (?:\{[^}]*)?(?:ipv6-icmp|icmpv6|icmp)\b/.test(rule) && !/icmp\S* type/.test(rule);
  return (isMessage || isAllOfIcmp) && /\b(?:drop|reject)\b/.test(rule) ? 'drops' : undefined;
};

const iptablesTable = /^ip6? (?:raw|mangle|nat|filter|security)$/;
const tableFamily: Readonly<Record<string, Family>> = { ip: 'ipv4', ip6: 'ipv6' };

/** Parses the output of iptables-save or ip6tables-save. */
export const rulesOfIptables = (text: string, family: Family): readonly PathMtuRule[] => {
  let table = '';
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1).trim();
    const [, chain] = /^(?:\[\d+:\d+\] )?-A (\S+)/.exec(line) ?? [];
    const effect = chain === undefined ? undefined : iptablesEffect(line);
    if (chain === undefined || effect === undefined) return [];
    const tool = family === 'ipv6' ? 'ip6tables' : 'iptables';
    const hook = chain.toLowerCase();
    return {
      ...{ effect, family, place: `${tool} ${table} ${chain}`, text: line.slice(line.indexOf('-A')).trim() },
      ...(hooks.has(hook) && { hook }),
    };
  });
};

const iptablesEffect = (rule: string): PathMtuRule['effect'] | undefined => {
  if (/-j TCPMSS\b/.test(rule)) return 'clamps';
  const isMessage = /--icmpv6-type (?:2|packet-too-big)\b|--icmp-type (?:3(?:\/4)?|fragmentation-needed)(?![/\d])/.test(
    rule,
  );
  const isAllOfIcmp = /-p (?:icmp|ipv6-icmp|icmpv6)\b/.test(rule) && !/--icmp(?:v6)?-type/.test(rule);
  return (isMessage || isAllOfIcmp) && /-j (?:DROP|REJECT)\b/.test(rule) ? 'drops' : undefined;
};

const hooks = new Set(['prerouting', 'input', 'forward', 'output', 'postrouting']);
