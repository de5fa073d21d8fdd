import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema, Shape } from '../../words/language/shape.ts';
import { mapOf, named, namePattern, oneOf, text, whole } from '../../words/language/shape.ts';
import type { NodeKind } from '../../words/language/word.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

const nodeName: Shape<string> = {
  schema: {
    ...text('the name of a node', new RegExp(namePattern), 'client').schema,
    title: 'at most 15 small letters, digits and hyphens, a letter first,',
  },
};

const mtu = whole('MTU of the link, in bytes', 68, 65535);

const ends: JsonSchema = {
  type: 'array',
  description: 'the two nodes that the link joins',
  items: named('node', 'an end of the link').schema,
  minItems: 2,
  maxItems: 2,
};

/** Schema of `topology`. */
export const topologySchema: JsonSchema = strictObject(
  'the nodes and the links between them',
  {
    nodes: mapOf('the nodes by name', { schema: { $ref: '#/definitions/node' } }, nodeName).schema,
    links: { type: 'array', description: 'the links', items: { $ref: '#/definitions/link' } },
  },
  ['nodes', 'links'],
);

/** Definitions of a node, of each kind with the traits that it can be given, and of links and legs. */
export const topologyDefinitions = ({ nodes, traits }: Dictionary): JsonSchema => ({
  ...Object.fromEntries(Object.entries(nodes).map(([kind, word]) => [`node-${kind}`, kindSchema(word, traits)])),
  node: nodeSchema(nodes),
  link,
  leg: strictObject(
    'a way of its own between the two nodes, through a router that is named here',
    {
      via: { ...nodeName.schema, description: 'the router of the leg' },
      ...definitionReferences('trait', traits),
      mtu: mtu.schema, // after the traits: a leg's mtu is its own, not the trait
    },
    ['via', 'mtu'],
  ),
});

const kindSchema = ({ about, shape }: NodeKind<unknown>, traits: Dictionary['traits']): JsonSchema => ({
  ...shape.schema,
  description: about,
  properties: { ...(shape.schema['properties'] as object), ...definitionReferences('trait', traits) },
});

const nodeSchema = (nodes: Dictionary['nodes']): JsonSchema => {
  const word = oneOf('what the node is', ...Object.keys(nodes)).schema;
  const settings = oneWord('what the node is, with its settings and traits', definitionReferences('node', nodes));
  return {
    type: ['string', 'object'],
    description: 'a kind of node, alone or with settings',
    allOf: [
      { if: { type: 'string' }, then: word },
      { if: { type: 'object' }, then: settings },
    ],
  };
};

const perEnd: Shape<unknown> = mapOf('MTU at each end, by node', mtu, named('node', 'an end of the link'));

const link: JsonSchema = {
  ...strictObject(
    'a cable between two nodes, or several parallel ways between them',
    {
      between: ends,
      mtu: {
        type: ['integer', 'object'],
        description: 'MTU of the link in bytes, or of each end',
        allOf: [
          { if: { type: 'integer' }, then: mtu.schema },
          { if: { type: 'object' }, then: perEnd.schema },
        ],
      },
      'first-hop': { ...mtu.schema, description: "MTU up to each leg's router, in bytes; that of the leg without it" },
      legs: { type: 'array', description: 'parallel ways', items: { $ref: '#/definitions/leg' }, minItems: 1 },
    },
    ['between'],
  ),
  if: { required: ['legs'] },
  else: { required: ['mtu'], properties: { mtu: { description: 'MTU of the link in bytes, such as 1500' } } },
};
