import { didYouMean } from '../../scenario/problems/did-you-mean.ts';

/** One kernel on which scenarios run. */
export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
  /** A Debian package, for `deb`. */
  readonly package?: string;
  /** The image and the folder of its modules, for `qemu`. */
  readonly kernel?: string;
  readonly modules?: string;
  /** What every node of every scenario is given, unless the scenario itself sets it. */
  readonly sysctl: Readonly<Record<string, string>>;
}

export type TargetKind = keyof typeof kinds;

/** The keys of each kind; the first is what a plain text means. */
const kinds = {
  native: ['sysctl'],
  uml: ['sysctl'],
  qemu: ['kernel', 'modules', 'sysctl'],
  deb: ['package', 'sysctl'],
} as const;

const required: Readonly<Record<TargetKind, readonly (keyof Target)[]>> = {
  ...{ native: [], uml: [] },
  ...{ qemu: ['kernel', 'modules'], deb: ['package'] },
};

/** Reads a file of targets; returns all of its problems instead if there are any. */
export const readTargets = async (
  text: string,
): Promise<{ readonly targets: readonly Target[]; readonly problems: readonly string[] }> => {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  if (document.errors.length > 0) return { targets: [], problems: document.errors.map(({ message }) => message) };
  const content = document.toJS() as unknown;
  const named = isMapping(content) && isMapping(content['targets']) ? Object.entries(content['targets']) : [];
  const problems =
    named.length === 0 ? ['targets: missing; expected names with a kind each, such as `here: native`'] : [];
  for (const key of Object.keys(isMapping(content) ? content : {}).filter((key) => key !== 'targets'))
    problems.push(`unknown key "${key}"; ${didYouMean(key, ['targets'])}`);
  const targets = named.flatMap(([name, value]) => {
    const read = readTarget(name, value);
    problems.push(...read.problems.map((problem) => `targets.${name}: ${problem}`));
    return read.target ? [read.target] : [];
  });
  return problems.length > 0 ? { targets: [], problems } : { targets, problems };
};

const readTarget = (
  name: string,
  value: unknown,
): { readonly target?: Target; readonly problems: readonly string[] } => {
  const [entry, ...others] = isMapping(value) ? Object.entries(value) : [[String(value), {}] as const];
  if (!entry || others.length > 0) return { problems: [`expected one kind: ${Object.keys(kinds).join(', ')}`] };
  const [kind, given] = entry;
  if (!isKind(kind)) return { problems: [`unknown kind "${kind}"; ${didYouMean(kind, Object.keys(kinds))}`] };
  const settings = isMapping(given) ? given : kind === 'deb' ? { package: given } : {};
  const missing = required[kind].filter((key) => typeof settings[key] !== 'string' || settings[key] === '');
  const unknown = Object.keys(settings).filter((key) => !(kinds[kind] as readonly string[]).includes(key));
  const { sysctl = {}, ...rest } = settings;
  const problems = [
    ...missing.map((key) => `${kind}: ${key} is missing; ${aboutKeys[key]}`),
    ...unknown.map((key) => `${kind}: unknown key "${key}"; ${didYouMean(key, kinds[kind])}`),
    ...sysctlProblems(sysctl),
    ...(typeof rest['package'] === 'string' && !/^[a-z0-9][a-z0-9.+-]+$/.test(rest['package'])
      ? [`${kind}: "${rest['package']}" is no name of a Debian package`]
      : []),
  ];
  if (problems.length > 0) return { problems };
  const values = Object.entries(sysctl as object).map(([key, setting]) => [key, String(setting)]);
  return { target: { name, kind, ...(rest as object), sysctl: Object.fromEntries(values) }, problems };
};

const aboutKeys: Readonly<Record<string, string>> = {
  kernel: 'it is the path of a kernel image, such as /boot/vmlinuz-6.1.0-54-cloud-amd64',
  modules: 'it is the folder of the modules, such as /lib/modules/6.1.0-54-cloud-amd64',
  package: 'it is the name of a Debian package, such as linux-image-6.1.0-54-cloud-amd64',
};

const sysctlProblems = (sysctl: unknown): readonly string[] =>
  isMapping(sysctl)
    ? Object.keys(sysctl)
        .filter((name) => !/^net(\.[A-Za-z0-9_-]+)+$/.test(name))
        .map((name) => `sysctl: "${name}" is no setting below net, such as net.ipv4.tcp_mtu_probing`)
    : ['sysctl: expected settings and their values'];

const isKind = (kind: string): kind is TargetKind => Object.hasOwn(kinds, kind);

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
