import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import t from 'tap';
import { makePlan } from '../../src/plan/make-plan.ts';
import { buildScript } from '../../src/plan/script/build-script.ts';
import { failFunction } from '../../src/plan/script/shell-lines.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Path } from '../../src/scenario/model/scenario.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { JsonSchema } from '../../src/words/language/shape.ts';

const folder = t.testdir();
const mark = join(folder, 'pwned');

const evils = [
  `x; touch ${mark}`,
  `$(touch ${mark})`,
  `\`touch ${mark}\``,
  `x\ntouch ${mark}\n`,
  `x\u2028touch ${mark}`,
  `'; touch ${mark}; '`,
  `"; touch ${mark}; "`,
  `x\nINPUT\nJOB\ntouch ${mark}`,
  `a\u0000; touch ${mark}`,
];

const root = scenarioSchema(dictionary);

/** A scenario in which every sample name below exists. */
const base = {
  title: 'a network',
  topology: {
    nodes: { a: 'host', b: { host: { serve: 'http' } }, edge: 'router' },
    links: [
      {
        between: ['a', 'edge'],
        legs: [
          { via: 'r1', mtu: 1500 },
          { via: 'r2', mtu: 1500 },
        ],
      },
      { between: ['edge', 'b'], mtu: 1500 },
    ],
  },
  steps: [{ do: { fetch: { from: 'a', to: 'b', bytes: 1000, as: 'f' } } }],
};

/** A place in the schema where a text can stand, and how a scenario looks that has this text there. */
interface Slot {
  readonly at: Path;
  fill(text: string): unknown;
}

const slots = (schema: JsonSchema, at: Path): readonly Slot[] => {
  const { $ref, type, properties, propertyNames, additionalProperties, items, allOf, else: other } = schema as Any;
  if ($ref) return at.includes('together') ? [] : slots(resolved($ref), at);
  const own = [type].flat().includes('string') && !allOf ? [{ at, fill: (text: string) => text }] : [];
  return [
    ...own,
    ...Object.entries(properties ?? {}).flatMap(([key, field]) =>
      slots(field as JsonSchema, [...at, key]).map((slot) => ({
        at: slot.at,
        fill: (text: string) => ({ ...(required(schema) as object), [key]: slot.fill(text) }),
      })),
    ),
    ...(propertyNames ? [{ at, fill: (text: string) => ({ [text]: sample(additionalProperties) }) }] : []),
    ...(typeof additionalProperties === 'object'
      ? slots(additionalProperties, [...at, String(sample(propertyNames))]).map((slot) => ({
          at: slot.at,
          fill: (text: string) => ({ [String(sample(propertyNames))]: slot.fill(text) }),
        }))
      : []),
    ...(items
      ? slots(items, [...at, 0]).map((slot) => ({
          at: slot.at,
          fill: (text: string) => [
            slot.fill(text),
            ...Array(Math.max((schema as Any).minItems ?? 0, 1) - 1).fill(sample(items)),
          ],
        }))
      : []),
    ...(allOf ?? []).flatMap(({ then }: Any) => slots(then, at)),
    ...(other && !properties ? slots(other, at) : []),
  ];
};

/** A schema is walked as plain data here. */
type Any = Readonly<Record<string, any>>;

const resolved = (ref: string): JsonSchema => (root['definitions'] as Any)[ref.replace('#/definitions/', '')];

const required = (schema: JsonSchema): unknown => {
  const { required: names = [], else: other, properties, minProperties } = schema as Any;
  const needed = [...names, ...(other?.required ?? [])];
  const first = needed.length === 0 && minProperties ? [] : needed;
  return Object.fromEntries(first.map((name: string) => [name, sample(properties[name])]));
};

const sample = (schema: JsonSchema | undefined): unknown => {
  if (!schema) return 'x';
  const { $ref, type, allOf, items, minItems, minimum, maximum, pattern, properties } = schema as Any;
  const { additionalProperties, propertyNames, examples, enum: words, else: other } = schema as Any;
  if ($ref) return sample(resolved($ref));
  if (schema['x-names'])
    return { node: 'edge', place: 'edge:to-b', flow: 'f', 'new-flow': 'g', leg: 'r1' }[String(schema['x-names'])];
  if (words) return words[0];
  if (examples) return examples[0];
  if (allOf) return sample(allOf[0].then);
  if (other && !properties) return sample(other);
  if (type === 'array') return Array(minItems ?? 0).fill(sample(items));
  if (type === 'object' && additionalProperties && typeof additionalProperties === 'object')
    return { [String(sample(propertyNames))]: sample(additionalProperties) };
  if (type === 'object') return required(schema);
  if (type === 'boolean') return true;
  if (type === 'string') return pattern ? 'Ip6' : 'text';
  return Math.min(Math.max(minimum ?? 0, 1500), maximum ?? 1500);
};

/** Each slot of a word, inside a whole scenario. */
const inPlace = (): readonly Slot[] => {
  const { topology: _, steps: __, ...top } = (root as Any).properties;
  const step = (extra: object) => ({
    ...base,
    steps: [...base.steps, { do: { ping: { from: 'a', to: 'b', bytes: 100 } }, ...extra }],
  });
  const at = (definition: string, path: Path, put: (value: unknown) => unknown): readonly Slot[] =>
    slots(resolved(definition), path).map((slot) => ({ at: slot.at, fill: (text) => put(slot.fill(text)) }));
  const { definitions } = root as Any;
  const words = (prefix: string): readonly string[] =>
    Object.keys(definitions)
      .filter((name) => name.startsWith(`${prefix}-`))
      .map((name) => name.slice(prefix.length + 1));
  const nodes = base.topology.nodes;
  const withNode = (name: string, node: unknown) => ({
    ...base,
    topology: { ...base.topology, nodes: { ...nodes, [name]: node } },
  });
  const withLink = (link: unknown) => ({
    ...base,
    topology: { ...base.topology, links: [...base.topology.links, link] },
  });
  return [
    ...Object.entries(top).flatMap(([key, schema]) =>
      slots(schema as JsonSchema, [key]).map((slot) => ({
        at: slot.at,
        fill: (text: string) => ({ ...base, [key]: slot.fill(text) }),
      })),
    ),
    { at: ['topology', 'nodes'], fill: (text) => withNode(text, 'host') },
    { at: ['topology', 'nodes', 'c'], fill: (text) => withNode('c', text) },
    ...words('node').flatMap((kind) =>
      at(`node-${kind}`, ['topology', 'nodes', 'edge', kind], (value) => withNode('edge', { [kind]: value })),
    ),
    ...at('link', ['topology', 'links', 2], withLink),
    ...words('action').flatMap((word) =>
      at(`action-${word}`, ['steps', 1, 'do', word], (value) => step({ do: { [word]: value } })),
    ),
    ...words('watch').flatMap((word) =>
      at(`watch-${word}`, ['steps', 1, 'watch', word], (value) => step({ watch: { [word]: value } })),
    ),
    ...words('expectation').flatMap((word) =>
      at(`expectation-${word}`, ['steps', 1, 'expect', word], (value) =>
        step({ do: actionFor(word), expect: { [word]: value } }),
      ),
    ),
    { at: ['steps', 1, 'name'], fill: (text) => step({ name: text }) },
    { at: ['steps', 1, 'within'], fill: (text) => step({ within: text }) },
  ];
};

const actionFor = (expectation: string) => {
  const reads = dictionary.expectations[expectation]!.reads;
  if (reads.includes('output')) return { command: { on: 'a', run: ['true'] } };
  return reads.includes('pmtu') ? { exceptions: { on: 'a', to: 'b' } } : { fetch: { from: 'a', to: 'b', bytes: 1 } };
};

/** Programs that do nothing, so that the scripts' own shells run and nothing else does. */
const bin = join(folder, 'bin');
mkdirSync(bin);
for (const name of ['ip', 'nft', 'tc', 'iptables', 'ip6tables', 'curl', 'ss', 'ping', 'ethtool'])
  writeFileSync(join(bin, name), '#!/bin/sh\ncat >/dev/null\n', { mode: 0o755 });
writeFileSync(join(bin, 'nsenter'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });

const run = (text: string): void => {
  if (!text.includes(mark)) return;
  const harmless = text.replaceAll(failFunction, 'fail() { :; }').replaceAll('/proc/sys', folder);
  const env = { PATH: [bin, '/usr/bin', '/bin'].join(delimiter) };
  try {
    execFileSync('sh', ['-s', 'up'], {
      input: harmless.replaceAll('/run/', `${folder}/`),
      env,
      stdio: 'pipe',
      timeout: 10_000,
    });
  } catch {
    // That the script fails is no matter here.
  }
};

t.test('no text of a scenario becomes a command of the shell', async (t) => {
  const all = inPlace();
  t.ok(all.length > 80, `${all.length} places for a text`);
  const taken = new Set<string>();
  for (const { at, fill } of all)
    for (const evil of evils) {
      const text = JSON.stringify(fill(evil));
      const label = at.join('.');
      const { problems, scenarios } = readScenario(
        { file: label === 'title' ? `${evil}.yaml` : 'case.yaml', text },
        dictionary,
        validate,
      );
      if (problems.some((problem) => at.every((step, index) => problem.at[index] === step))) continue;
      t.same(
        problems.map(({ what }) => what),
        [],
        `${label} is judged by nothing but the text in it`,
      );
      taken.add(label);
      for (const scenario of scenarios) {
        const { plan: made } = makePlan(scenario, dictionary);
        if (!made) continue;
        run(buildScript(made));
        run(standaloneScript(made));
        const nodes = new Map(made.nodes.map((node) => [node.name, node]));
        for (const { action } of scenario.steps)
          if (action) run(dictionary.actions[action.word]!.byHand(action.settings, nodes, 'ipv6').join('\n'));
      }
      if (existsSync(mark)) t.fail(`${label} was run: ${JSON.stringify(evil)}`);
    }
  t.matchSnapshot([...taken].sort().join('\n'), 'places that take any text, none of which a shell runs');
});

t.test('the trap works: a text that a shell does run leaves its mark', async (t) => {
  run(`echo x; touch ${mark}`);
  t.ok(existsSync(mark));
});
