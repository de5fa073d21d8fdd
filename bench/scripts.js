/**
 * A plain script for the network of a plan: one process per action, `ip netns exec` to enter a namespace, and one `sysctl` for the settings of
 * a node. It creates the same namespaces, links, settings, addresses, routes, rules and ledger as the engine.
 */
export const plainScript = (commands) => ['set -e', ...merged(commands).map(lineOf)].join('\n');

/**
 * A fast script for the same network: one `ip -batch` for all namespaces and one for all links; then one sh per namespace, all in parallel,
 * that echoes the settings and brings links up by one `ip -batch`; then again one sh per namespace in parallel, with one `ip -batch` for
 * addresses, neighbours, next hops and routes, and `nft -f` for the ledger.
 */
export const batchedScript = (commands) => {
  const inPhase = (phase) => commands.filter((command) => command.phase === phase);
  const isNamespace = ({ ip }) => ip[0] === 'netns';
  return [
    batch(inPhase(1).filter(isNamespace)),
    batch(inPhase(1).filter((command) => !isNamespace(command))),
    ...inParallel(inPhase(2)),
    ...inParallel(inPhase(3)),
  ].join('\n');
};

const merged = (commands) => {
  const seen = new Set();
  return commands.flatMap((command) => {
    if (!('sysctl' in command)) return [command];
    if (seen.has(command.in)) return [];
    seen.add(command.in);
    const all = commands.filter((other) => other.in === command.in && 'sysctl' in other);
    return [{ ...command, argv: ['sysctl', '-eqw', ...all.map(({ sysctl, value }) => `${sysctl}=${value}`)] }];
  });
};

const lineOf = (command) => {
  const enter = command.phase === 1 ? '' : `ip netns exec ${command.in} `;
  if ('argv' in command) return `${enter}${command.argv.map(shellQuote).join(' ')}`;
  if ('nft' in command) return `${enter}nft -f - <<'END'\n${command.nft}\nEND`;
  return `${enter}ip ${command.ip.join(' ')}`;
};

const shellQuote = (word) => `'${word.replaceAll("'", `'\\''`)}'`;

const inParallel = (commands) => [
  ...[...byNode(commands)].map(([node, own]) => `nsenter --net=/run/netns/${node} sh <<'JOB' &\n${inside(own)}\nJOB`),
  'wait',
];

const byNode = (commands) => {
  const nodes = new Map();
  for (const command of commands) {
    if (!nodes.has(command.in)) nodes.set(command.in, []);
    nodes.get(command.in).push(command);
  }
  return nodes;
};

const inside = (commands) => {
  const lines = ['cd /proc/sys'];
  for (let at = 0; at < commands.length; at++) {
    const command = commands[at];
    if ('sysctl' in command) lines.push(setting(command));
    else if ('nft' in command) lines.push(`nft -f - <<'END'\n${command.nft}\nEND`);
    else if ('argv' in command) lines.push(command.argv.map(shellQuote).join(' '));
    else {
      const from = at;
      while (commands[at + 1] && 'ip' in commands[at + 1]) at++;
      lines.push(batch(commands.slice(from, at + 1)));
    }
  }
  return lines.join('\n');
};

const setting = ({ sysctl, value }) => {
  const path = sysctl.replaceAll('.', '/');
  return `[ ! -e ${path} ] || echo ${shellQuote(value)} >${path}`;
};

const batch = (commands) => `ip -batch - <<'END'\n${commands.map(({ ip }) => ip.join(' ')).join('\n')}\nEND`;
