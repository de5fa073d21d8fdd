import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import t from 'tap';
import { makePlan } from '../../src/plan/make-plan.ts';
import { buildRounds } from '../../src/plan/script/build-rounds.ts';
import { failFunction } from '../../src/plan/script/shell-lines.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Path } from '../../src/scenario/model/scenario.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { JsonSchema } from '../../src/words/language/shape.ts';

const folder = t.testdir();
const marker = join(folder, 'pwned');

const payloads = [
  `x; touch ${marker}`,
  `$(touch ${marker})`,
  `\`touch ${marker}\``,
  `x\ntouch ${marker}\n`,
  `x\u2028touch ${marker}`,
  `'; touch ${marker}; '`,
  `"; touch ${marker}; "`,
  `x\nINPUT\nJOB\ntouch ${marker}`,
  `a\u0000; touch ${marker}`,
];

const root = scenarioSchema(dictionary);

/** A scenario that defines every sample name below. */
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

/** A position in the schema that takes text. */
interface TextSlot {
  readonly at: Path;
  /** Returns a value with the text at this position. */
  fill(text: string): unknown;
}

const slots = (schema: JsonSchema, at: Path): readonly TextSlot[] => {
  const { $ref, type, properties, propertyNames, additionalProperties, items, allOf, else: otherwise } = schema as Any;
  if ($ref) return at.includes('together') ? [] : slots(definitionOf($ref), at);
  const itself = [type].flat().includes('string') && !allOf ? [{ at, fill: (text: string) => text }] : [];
  return [
    ...itself,
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
    ...(otherwise && !properties ? slots(otherwise, at) : []),
  ];
};

/** A schema as plain data. */
type Any = Readonly<Record<string, any>>;

const definitionOf = (ref: string): JsonSchema => (root['definitions'] as Any)[ref.replace('#/definitions/', '')];

const required = (schema: JsonSchema): unknown => {
  const { required: names = [], else: otherwise, properties } = schema as Any;
  const needed = [...names, ...(otherwise?.required ?? [])];
  return Object.fromEntries(needed.map((name: string) => [name, sample(properties[name])]));
};

const sample = (schema: JsonSchema | undefined): unknown => {
  if (!schema) return 'x';
  const { $ref, type, allOf, items, minItems, minimum, maximum, pattern, properties } = schema as Any;
  const { additionalProperties, propertyNames, examples, enum: allowed, else: otherwise } = schema as Any;
  if ($ref) return sample(definitionOf($ref));
  if (schema['x-names'])
    return { node: 'edge', place: 'edge:to-b', flow: 'f', 'new-flow': 'g', leg: 'r1' }[String(schema['x-names'])];
  if (allowed) return allowed[0];
  if (examples) return examples[0];
  if (allOf) return sample(allOf[0].then);
  if (otherwise && !properties) return sample(otherwise);
  if (type === 'array') return Array(minItems ?? 0).fill(sample(items));
  if (type === 'object' && additionalProperties && typeof additionalProperties === 'object')
    return { [String(sample(propertyNames))]: sample(additionalProperties) };
  if (type === 'object') return required(schema);
  if (type === 'boolean') return true;
  if (type === 'string') return pattern ? 'Ip6' : 'text';
  return Math.min(Math.max(minimum ?? 0, 1500), maximum ?? 1500);
};

/** Every text slot of the schema, in a complete scenario. */
const scenarioSlots = (): readonly TextSlot[] => {
  const { topology: _, steps: __, ...top } = (root as Any).properties;
  const step = (extra: object) => ({
    ...base,
    steps: [...base.steps, { do: { ping: { from: 'a', to: 'b', bytes: 100 } }, ...extra }],
  });
  const at = (definition: string, path: Path, put: (value: unknown) => unknown): readonly TextSlot[] =>
    slots(definitionOf(definition), path).map((slot) => ({ at: slot.at, fill: (text) => put(slot.fill(text)) }));
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
  if (reads.includes('output')) return { command: { at: 'a', run: ['true'] } };
  return reads.includes('pmtu') ? { exceptions: { at: 'a', to: 'b' } } : { fetch: { from: 'a', to: 'b', bytes: 1 } };
};

/** Programs that do nothing, so that only the shells of the scripts run. */
const bin = join(folder, 'bin');
mkdirSync(bin);
for (const name of ['ip', 'nft', 'tc', 'iptables', 'ip6tables', 'curl', 'ss', 'ping', 'ethtool'])
  writeFileSync(join(bin, name), '#!/bin/sh\ncat >/dev/null\n', { mode: 0o755 });
writeFileSync(join(bin, 'nsenter'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });

const run = (text: string): void => {
  if (!text.includes(marker)) return;
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
    // The exit code of the script does not matter.
  }
};

t.test('a shell never runs text of a scenario', async (t) => {
  const allSlots = scenarioSlots();
  t.ok(allSlots.length > 80, `${allSlots.length} text slots`);
  const accepted = new Set<string>();
  for (const { at, fill } of allSlots)
    for (const payload of payloads) {
      const text = JSON.stringify(fill(payload));
      const label = at.join('.');
      const { problems, scenarios } = readScenario(
        { file: label === 'title' ? `${payload}.yaml` : 'case.yaml', text },
        dictionary,
        validate,
      );
      if (problems.some((problem) => at.every((step, index) => problem.at[index] === step))) continue;
      t.same(
        problems.map(({ what }) => what),
        [],
        `${label} has no problem elsewhere`,
      );
      accepted.add(label);
      for (const scenario of scenarios) {
        const { plan } = makePlan(scenario, dictionary);
        if (!plan) continue;
        for (const { script } of buildRounds(plan)) run(script);
        run(standaloneScript(plan));
        const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
        for (const { action } of scenario.steps)
          if (action) run(dictionary.actions[action.word]!.byHand(action.settings, nodes, 'ipv6').join('\n'));
      }
      if (existsSync(marker)) t.fail(`${label} was run: ${JSON.stringify(payload)}`);
    }
  t.matchSnapshot([...accepted].sort().join('\n'), 'slots that accept any text');
});

t.test('text that a shell runs creates the marker file', async (t) => {
  run(`echo x; touch ${marker}`);
  t.ok(existsSync(marker));
});
