import { isObject } from '../../scenario/model/unknown-values.ts';
import { didYouMean } from '../../scenario/problems/did-you-mean.ts';
import { locateProblem, sortByPosition } from '../../scenario/problems/locate-problem.ts';
import type { LocatedProblem } from '../../scenario/problems/locate-problem.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import { targetKinds } from './target-kinds.ts';
import type { KindKeys, TargetKey, TargetKind } from './target-kinds.ts';

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
  /** Modules that its kernel loads before its scenarios. */
  readonly load?: readonly string[];
}

/** Reads a file of targets; returns all of its problems, with their lines, instead if there are any. */
export const readTargets = async (
  file: string,
  text: string,
): Promise<{ readonly targets: readonly Target[]; readonly problems: readonly LocatedProblem[] }> => {
  const { parseYaml } = await import('../../scenario/reading/parse-yaml.ts');
  const parsed = parseYaml(file, text);
  if (parsed.value === undefined) return { targets: [], problems: parsed.problems };
  const content = isObject(parsed.value) ? parsed.value : {};
  const named = isObject(content['targets']) ? Object.entries(content['targets']) : [];
  const read = named.map(([name, value]) => readTarget(name, value));
  const problems = [
    ...Object.keys(content)
      .filter((key) => key !== 'targets')
      .map(unknownKey),
    ...(named.length === 0 ? [noTargets] : []),
    ...read.flatMap((each) => ('problems' in each ? each.problems : [])),
  ].map((problem) => locateProblem(parsed, problem));
  const all = sortByPosition([...parsed.problems, ...problems]);
  return { targets: all.length > 0 ? [] : (read as readonly Target[]), problems: all };
};

/** What stands for a kind: the keys of a mapping with their settings, or a text alone. */
const kindsIn = (value: unknown): readonly (readonly [string, unknown])[] => {
  if (isObject(value)) return Object.entries(value);
  return value === null || value === undefined ? [] : [[String(value), undefined]];
};

const unknownKey = (key: string): Problem => ({
  ...{ at: [key], part: 'key', what: `unknown key "${key}"`, right: didYouMean(key, ['targets']) },
});

const noTargets: Problem = {
  ...{ at: ['targets'], part: 'key', what: 'targets: missing' },
  right: 'add names with a kind each, such as `targets: { here: native }`',
};

const readTarget = (name: string, value: unknown): Target | { readonly problems: readonly Problem[] } => {
  const at = ['targets', name];
  const kinds = Object.keys(targetKinds);
  const [entry, ...others] = kindsIn(value);
  if (!entry || others.length > 0)
    return {
      problems: [{ at, part: 'key', what: `${name}: ${entry ? 'several kinds' : 'no kind'}`, right: oneOf(kinds) }],
    };
  const [kind, given] = entry;
  if (!isKind(kind)) {
    const part = isObject(value) ? ('key' as const) : ('value' as const);
    const what = `${name}: unknown kind "${kind}"`;
    return { problems: [{ at: part === 'key' ? [...at, kind] : at, part, what, right: didYouMean(kind, kinds) }] };
  }
  const isShort = kind === 'deb' && typeof given === 'string';
  const settings = isShort ? { package: given } : isObject(given) ? given : {};
  const path = isObject(value) ? [...at, kind] : at;
  const problems = settingProblems(kind, settings, path, isShort);
  const { sysctl = {}, ...rest } = settings;
  const values = Object.entries(sysctl as object).map(([key, setting]) => [key, String(setting)]);
  return problems.length > 0 ? { problems } : { name, kind, ...(rest as object), sysctl: Object.fromEntries(values) };
};

const settingProblems = (
  kind: TargetKind,
  settings: Readonly<Record<string, unknown>>,
  at: Problem['at'],
  isShort: boolean,
): readonly Problem[] => {
  const { keys, required, refused = {} }: KindKeys = targetKinds[kind];
  const missing = required.filter((key) => typeof settings[key] !== 'string' || settings[key] === '');
  const unknown = Object.keys(settings).filter((key) => !(keys as readonly string[]).includes(key));
  const isRefused = (key: string): key is TargetKey => Object.hasOwn(refused, key);
  const name = settings['package'];
  return [
    ...missing.map((key) => ({ at, part: 'key' as const, what: `${kind}: ${key} is missing`, right: aboutKeys[key] })),
    ...unknown.map((key) => ({
      ...{
        at: [...at, key],
        part: 'key' as const,
        what: `${kind}: ${isRefused(key) ? `"${key}" is not for this kind` : `unknown key "${key}"`}`,
        right: isRefused(key) ? refused[key]! : didYouMean(key, keys),
      },
    })),
    ...sysctlProblems(settings['sysctl'], [...at, 'sysctl']),
    ...(unknown.includes('load') ? [] : loadProblems(settings['load'], [...at, 'load'])),
    ...(typeof name === 'string' && name !== '' && !/^[a-z0-9][a-z0-9.+-]+$/.test(name)
      ? [
          {
            ...{ at: isShort ? at : [...at, 'package'], part: 'value' as const, right: aboutKeys.package },
            what: `${kind}: "${name}" is no name of a Debian package`,
          },
        ]
      : []),
  ];
};

const aboutKeys: Readonly<Record<Exclude<TargetKey, 'load' | 'sysctl'>, string>> = {
  kernel: 'write the path of a kernel image, such as /boot/vmlinuz-6.1.0-54-cloud-amd64',
  modules: 'write the folder of the modules, such as /lib/modules/6.1.0-54-cloud-amd64',
  package: 'write the name of a Debian package, such as linux-image-6.1.0-54-cloud-amd64',
};

const sysctlProblems = (sysctl: unknown, at: Problem['at']): readonly Problem[] => {
  if (sysctl === undefined) return [];
  const right = 'write settings below net and their values, such as { net.ipv4.tcp_mtu_probing: 1 }';
  if (!isObject(sysctl)) return [{ at, part: 'value', what: 'sysctl: no settings', right }];
  return Object.keys(sysctl)
    .filter((name) => !/^net(\.[A-Za-z0-9_-]+)+$/.test(name))
    .map((name) => ({ at: [...at, name], part: 'key', what: `sysctl: "${name}" is no setting below net`, right }));
};

const loadProblems = (load: unknown, at: Problem['at']): readonly Problem[] => {
  if (load === undefined) return [];
  const right = 'write a list of modules, such as [br_netfilter]';
  if (!Array.isArray(load) || load.length === 0)
    return [{ at, part: 'value', what: 'load: no list of modules', right }];
  return load.flatMap((name: unknown, index): readonly Problem[] =>
    typeof name === 'string' && /^[A-Za-z0-9_-]+$/.test(name) && !name.startsWith('-')
      ? []
      : [{ at: [...at, index], part: 'value', what: `load: ${JSON.stringify(name)} is no name of a module`, right }],
  );
};

const oneOf = (kinds: readonly string[]): string => `write one of ${kinds.join(', ')}`;

const isKind = (kind: string): kind is TargetKind => Object.hasOwn(targetKinds, kind);
