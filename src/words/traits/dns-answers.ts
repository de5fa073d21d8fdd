import type { DnsAnswers } from '../services/answer-settings.ts';
import { answersShape } from '../services/answer-settings.ts';
import type { Trait } from '../language/word.ts';

/** The word `dns-answers`: the service reads it with each query, so that a change needs no command. */
export const dnsAnswers: Trait<DnsAnswers> = {
  about: 'Makes the DNS server of a host answer queries for addresses late, wrongly or never, by their type.',
  shape: answersShape,
  example: { aaaa: { delay: '100ms' } },
  conflict: ({ name, services = [] }) =>
    services.some(({ word }) => word === 'dns') ? undefined : `${name} serves no dns; add \`serve: dns\` to it`,
  label: (settings) => Object.entries(settings).map(labelOf).join(', ') || undefined,
  commands: () => [],
};

const labelOf = ([type, way]: [string, DnsAnswers['a']]): string =>
  typeof way === 'object' ? `${type.toUpperCase()} after ${way.delay}` : `${type.toUpperCase()} ${way}`;
