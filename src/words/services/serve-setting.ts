import type { OfferedService } from '../lab/offered-service.ts';
import { byType, fields, list, oneOf, optional } from '../language/shape.ts';
import type { Shape } from '../language/shape.ts';
import type { Service } from '../language/word.ts';

type Services = Readonly<Record<string, Service<unknown>>>;

/** The shape of `serve`: a service, several, or services with their settings. */
export const serveSetting = (services: Services): Shape<Serve> => {
  const service = oneOf('a service, with its default settings', ...Object.keys(services));
  const several: Shape<readonly string[]> = {
    schema: { ...list('several services', service, 1).schema, uniqueItems: true },
  };
  const settings = Object.fromEntries(Object.entries(services).map(([name, { shape }]) => [name, optional(shape)]));
  const withSettings: Shape<Readonly<Record<string, unknown>>> = {
    schema: { ...fields('services, each with its settings', settings).schema, minProperties: 1 },
  };
  return byType('the services that it offers', service, several, withSettings);
};

export type Serve = string | readonly string[] | Readonly<Record<string, unknown>>;

/** Returns the services that a node offers, with the ports on which they listen; without those that are wrong in a file. */
export const offeredServices = (serve: Serve | undefined, services: Services): readonly OfferedService[] =>
  Object.entries(settingsByService(serve ?? []))
    .filter(([word, settings]) => Object.hasOwn(services, word) && typeof settings === 'object' && settings !== null)
    .map(([word, settings]) => ({ ...{ word, settings }, listens: services[word]!.listens(settings) }));

const settingsByService = (serve: Serve): Readonly<Record<string, unknown>> => {
  if (typeof serve === 'object' && !isList(serve)) return serve;
  return Object.fromEntries([serve].flat().map((word) => [String(word), {}]));
};

const isList = (serve: object): serve is readonly string[] => Array.isArray(serve);
