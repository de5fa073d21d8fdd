import { fields, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { NodeKind, Service } from '../language/word.ts';
import { offeredServices, serveSetting } from '../services/serve-setting.ts';

/** The word `host`: transfers begin and end here. */
export const host = (all: Readonly<Record<string, Service<unknown>>>): NodeKind<Settings> => {
  const services = Object.fromEntries(Object.entries(all).filter(([, { ofNode }]) => !ofNode));
  return hostOffering(services);
};

const hostOffering = (services: Readonly<Record<string, Service<unknown>>>): NodeKind<Settings> => ({
  about: 'An end system: it sends and receives packets, and forwards none.',
  shape: shapeOf(services),
  example: { serve: 'http' },
  forwards: false,
  serves: ({ serve }) => offeredServices(serve, services),
  label: ({ serve }) => {
    const offered = offeredServices(serve, services).map(({ word }) => word);
    return offered.length > 0 ? `serves ${offered.join(', ')}` : undefined;
  },
  commands: () => [],
});

const shapeOf = (services: Readonly<Record<string, Service<unknown>>>) =>
  fields('an end system', { serve: optional(serveSetting(services)) });

type Settings = ValueOf<ReturnType<typeof shapeOf>>;
