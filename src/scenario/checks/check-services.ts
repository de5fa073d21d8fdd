import type { Dictionary } from '../../words/dictionary.ts';
import { portOf } from '../../words/lab/offered-service.ts';
import type { OfferedService } from '../../words/lab/offered-service.ts';
import type { PublishedPort } from '../../words/lab/node-view.ts';
import type { UsedService } from '../../words/language/word.ts';
import { didYouMean } from '../problems/did-you-mean.ts';
import type { Problem } from '../problems/problem.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import type { ScenarioNode, Step } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';
import { actionsOf } from './actions-of.ts';
import type { Action } from './actions-of.ts';
import { publishedOverSteps } from './published-over-steps.ts';
import type { PublishedStage } from './published-over-steps.ts';

/** Finds actions that talk to a service which their node does not offer: the step could only fail. */
export const checkServices = (
  steps: readonly Step[],
  { nodes, addresses }: Pick<Topology, 'nodes' | 'addresses'>,
  dictionary: Dictionary,
  isValid: IsValid,
): readonly Problem[] => {
  const valid = nodes.filter(({ at }) => isValid(at));
  const byName = new Map(valid.map((node) => [node.name, { ...node, services: servicesOf(node, dictionary) }]));
  const published = publishedOverSteps(valid, steps, { dictionary, isValid });
  const problemsOf = ({ word, settings, at }: Action, step: number): readonly Problem[] =>
    (dictionary.actions[word]!.talksTo?.(settings) ?? []).flatMap((used) => {
      const located = { ...used, at: [...at, ...used.at] };
      const node = byName.get(used.node);
      if (node) return nodeProblems(located, node, { step, nodes: byName, stages: published.get(node.name)! });
      const address = addresses.find(({ name }) => name === used.node);
      const holders = address?.holders.flatMap((name) => byName.get(name) ?? []) ?? [];
      return holders.length > 0 && holders.length === address?.holders.length ? sharedProblems(located, holders) : [];
    });
  return steps.flatMap((step, index) =>
    actionsOf([step])
      .filter(({ at }) => isValid(at))
      .flatMap((action) => problemsOf(action, index)),
  );
};

/** A node with the services that it offers; undefined where its kind can offer none. */
type ServingNode = ScenarioNode & { readonly services: readonly OfferedService[] | undefined };

/** What is known of a node at a step. */
interface StepView {
  readonly step: number;
  readonly nodes: ReadonlyMap<string, ServingNode>;
  /** What the node publishes over all steps. */
  readonly stages: readonly PublishedStage[];
}

const nodeProblems = (used: UsedService, node: ServingNode, { step, nodes, stages }: StepView): readonly Problem[] => {
  const publishes = ({ ports }: PublishedStage): boolean => ports === undefined || leadTo(used.service, ports, nodes);
  const until = stages.filter(({ from }) => from <= step);
  if (offers(node, used.service) || until.slice(used.isOpen ? 0 : -1).some(publishes)) return [];
  if (until.some(publishes))
    return [
      unpublished(used, 'any more', 'publish it again, or move this step above the change that takes its port away'),
    ];
  if (stages.some(publishes)) return [unpublished(used, 'yet', 'move this step below the change that gives it a port')];
  return [notOffered(used, node, [...nodes.values()])];
};

const offers = ({ services }: ServingNode, service: string): boolean =>
  services?.some(({ word }) => word === service) === true;

/** Whether one of the ports leads to the service of another node. */
const leadTo = (service: string, ports: readonly PublishedPort[], nodes: ReadonlyMap<string, ServingNode>): boolean =>
  ports.some(({ node, nodePort }) => portOf(service, { services: nodes.get(node)?.services ?? [] }) === nodePort);

const servicesOf = ({ kind, settings }: ScenarioNode, { nodes }: Dictionary): ServingNode['services'] =>
  nodes[kind]?.serves?.(settings);

const unpublished = ({ node, service, at }: UsedService, when: string, right: string): Problem => ({
  ...{ at, part: 'value', word: service },
  ...{ what: `${node} publishes no ${service} ${when}`, right },
});

const notOffered = ({ service, at }: UsedService, node: ServingNode, nodes: readonly ServingNode[]): Problem => {
  const serving = nodes.filter(({ services }) => services?.some(({ word }) => word === service));
  const others = serving.map(({ name }) => name);
  const nearest = others.length > 0 ? `; ${didYouMean(node.name, others, `nodes that serve ${service}`)}` : '';
  return {
    ...{ at, part: 'value', word: service },
    what: `${node.name} serves no ${service}`,
    right: `${howToOffer(service, node)}${nearest}`,
  };
};

/** A flow to a shared address goes to any of its holders, and the client chooses the port. */
const sharedProblems = (used: UsedService, holders: readonly ServingNode[]): readonly Problem[] => {
  const { node: name, service, at } = used;
  const without = holders.filter((holder) => !offers(holder, service));
  const problem = { at, part: 'value', word: service } as const;
  if (without.length > 0) {
    const who = without.length === holders.length ? 'no holder' : `not every holder`;
    const missing = without.map((holder) => `${holder.name}: ${howToOffer(service, holder)}`).join('; ');
    return [{ ...problem, what: `${who} of ${name} serves ${service}`, right: missing }];
  }
  const ports = holders.map((holder) => ({
    holder: holder.name,
    port: portOf(service, { services: holder.services! }),
  }));
  if (new Set(ports.map(({ port }) => port)).size === 1) return [];
  const all = ports.map(({ holder, port }) => `${holder} on port ${port}`).join(', ');
  return [
    { ...problem, what: `${name} has ${service} on different ports: ${all}`, right: 'give all holders one port' },
  ];
};

const howToOffer = (service: string, { kind, services }: ServingNode): string => {
  if (!services)
    return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} offers no services: use a host with \`serve: ${service}\``;
  const all = [...services.map(({ word }) => word), service].join(', ');
  return services.length > 0
    ? `add ${service} to its services, as in \`serve: [${all}]\``
    : `add \`serve: ${service}\` to it`;
};
