import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema, Shape } from '../../words/language/shape.ts';
import { list, mapOf, reference, namePattern, oneOf, text, integer } from '../../words/language/shape.ts';
import type { NodeKind } from '../../words/language/word.ts';
import { impairmentFields } from '../../words/traits/impairment-settings.ts';
import { familiesSchema } from './families-schema.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

const nodeName: Shape<string> = {
  schema: {
    ...text('the name of a node', new RegExp(namePattern), 'client').schema,
    title: 'at most 15 lower-case letters, digits and hyphens, starting with a letter',
  },
};

const addressName: Shape<string> = {
  schema: { ...nodeName.schema, description: 'the name of an address that several nodes hold', examples: ['vip'] },
};

const mtu: Shape<number> = {
  schema: { ...integer('MTU of the link, in bytes', 68, 65535).schema, title: 'a number of bytes', examples: [9000] },
};

const ends: JsonSchema = {
  type: 'array',
  description: 'the two ends of the link',
  items: reference('node', 'a node at one end of the link').schema,
  minItems: 2,
  maxItems: 2,
  examples: [['client', 'edge']],
};

const exampleNodes = { client: 'host', edge: { edge: { clamp: { mss: 1396 } } }, server: { host: { serve: 'http' } } };

const exampleAddresses = { vip: { at: ['s1', 's2'] } };

const exampleLinks = [
  { between: ['client', 'edge'], mtu: 9000 },
  { between: ['edge', 'server'], mtu: { edge: 1500, server: 9000 } },
];

/** Schema of `topology`. */
export const topologySchema: JsonSchema = {
  ...strictObject(
    'the nodes and the links between them; addresses and routes follow from them',
    {
      nodes: {
        ...mapOf('the nodes, by name', { schema: { $ref: '#/definitions/node' } }, nodeName).schema,
        examples: [exampleNodes],
      },
      links: {
        type: 'array',
        description: 'the links, each between two nodes',
        items: { $ref: '#/definitions/link' },
        examples: [exampleLinks],
      },
      addresses: {
        ...mapOf(
          'addresses that several nodes hold, one of each family, by name; routers choose among the nearest holders as among equal paths',
          { schema: { $ref: '#/definitions/address' } },
          addressName,
        ).schema,
        examples: [exampleAddresses],
      },
    },
    ['nodes', 'links'],
  ),
  examples: [{ nodes: exampleNodes, links: exampleLinks }],
};

/** Returns the definitions of a node, of each kind of node with its traits, and of links and legs. */
export const topologyDefinitions = ({ nodes, links, traits }: Dictionary): JsonSchema =>
  definitionsWith(definitionReferences('trait', traits), { nodes, links });

const definitionsWith = (
  traits: Readonly<Record<string, JsonSchema>>,
  { nodes, links }: Pick<Dictionary, 'nodes' | 'links'>,
): JsonSchema => ({
  ...Object.fromEntries(Object.entries(nodes).map(([kind, word]) => [`node-${kind}`, kindSchema(word, traits)])),
  node: nodeSchema(nodes),
  ...Object.fromEntries(
    Object.entries(tunnelsOf(links)).map(([kind, { about, shape, example }]) => [
      `link-${kind}`,
      { examples: [example], ...shape.schema, description: about },
    ]),
  ),
  link: linkSchema(links),
  address: strictObject(
    'an address of several nodes; a flow to it goes to one of them',
    {
      at: {
        ...list('the nodes that hold the address', reference('node', 'a node that holds the address'), 1).schema,
        examples: [['s1', 's2']],
      },
    },
    ['at'],
  ),
  leg: strictObject(
    'one of several parallel paths between the two nodes, through a router of its own',
    {
      via: { ...nodeName.schema, description: 'the router of the leg, which also names it' },
      ...traits,
      families: nodeFamilies,
      mtu: { ...mtu.schema, description: 'MTU of the link from the router of the leg to the second node, in bytes' }, // after the traits, to replace the trait of the same name
    },
    ['via', 'mtu'],
  ),
});

const kindSchema = (kind: NodeKind<unknown>, traits: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...kind.shape.schema,
  description: kind.about,
  properties: { ...ownProperties(kind), ...traits },
});

/** The settings of a kind of node, without traits. */
export const nodeSettings = (kind: NodeKind<unknown>): JsonSchema => ({
  ...kind.shape.schema,
  properties: ownProperties(kind),
});

const ownProperties = ({ shape, bridges }: NodeKind<unknown>): Readonly<Record<string, unknown>> => ({
  ...(shape.schema['properties'] as object),
  ...(!bridges && { families: nodeFamilies }),
});

const nodeFamilies = familiesSchema(
  'the address families that the node has, by default those of the scenario; without one it has no address, no route and no forwarding in it, and a step runs in the families that all its nodes have',
  ['ipv4'],
);

const nodeSchema = (nodes: Dictionary['nodes']): JsonSchema => {
  const kind = oneOf('the kind of node', ...Object.keys(nodes)).schema;
  const settings = oneWord('the kind of node, with its settings and traits', definitionReferences('node', nodes));
  return {
    type: ['string', 'object'],
    description: 'a kind of node, alone or with settings',
    allOf: [
      { if: { type: 'string' }, then: kind },
      { if: { type: 'object' }, then: settings },
    ],
  };
};

const perEnd: Shape<unknown> = mapOf(
  'MTU of each end in bytes, by node',
  mtu,
  reference('node', 'a node at one end of the link'),
);

/** A cable is a link without one of these words. */
const tunnelsOf = (kinds: Dictionary['links']): Dictionary['links'] =>
  Object.fromEntries(Object.entries(kinds).filter(([, { underlay }]) => underlay));

const impairmentProperties = Object.fromEntries(
  Object.entries(impairmentFields).map(([name, { schema }]) => [
    name,
    { ...schema, description: `in both directions, ${String(schema['description'])}` },
  ]),
);

const linkSchema = (kinds: Dictionary['links']): JsonSchema => ({
  ...strictObject(
    'a link between two nodes, or several parallel paths between them',
    {
      between: ends,
      mtu: {
        type: ['integer', 'object'],
        title: 'a number of bytes',
        description: 'MTU of the link; for each of its ends write {a: 9000, b: 1500}',
        examples: [9000],
        allOf: [
          { if: { type: 'integer' }, then: mtu.schema },
          { if: { type: 'object' }, then: perEnd.schema },
        ],
      },
      name: {
        ...text(
          'the name of the interfaces at both ends, in place of to-PEER; two nodes may share several links',
          linkName,
          'backup',
        ).schema,
        title:
          'at most 15 lower-case letters, digits and hyphens, starting with a letter, other than lo, bridge and to-…',
      },
      tunnel: oneWord(
        'the kind of a link that rides on the others; its MTU is that of the links below, less what it adds, unless mtu is given; static routes lead into it',
        definitionReferences('link', tunnelsOf(kinds)),
      ),
      families: familiesSchema(
        'the address families that the link carries, by default those that both ends have; routes of another family do not use it',
        ['ipv4'],
      ),
      ...impairmentProperties,
      'first-hop': {
        ...mtu.schema,
        description: "MTU of the links up to the legs' routers, in bytes; that of the leg by default",
      },
      legs: {
        type: 'array',
        description:
          'parallel paths of equal cost between the two nodes, each through a router that it names; instead of mtu. A host at an end chooses among them by ports, a router as its kernel does by default: by addresses, and for IPv6 by the flow label',
        items: { $ref: '#/definitions/leg' },
        minItems: 1,
        examples: [
          [
            { via: 'r1', mtu: 9000 },
            { via: 'r2', mtu: 1500, drop: ['packet-too-big'] },
          ],
        ],
      },
    },
    ['between'],
  ),
  if: { required: ['legs'], properties: { legs: {} } },
  else: {
    if: { required: ['tunnel'], properties: { tunnel: {} } },
    else: { required: ['mtu'], properties: { mtu: { description: 'MTU of the link in bytes, such as 1500' } } },
  },
});

/** `to-` begins the names of interfaces without a name of their own. */
const linkName = /^(?!to-|lo$|bridge$)[a-z][a-z0-9-]{0,14}$/;
