import type { Finding, FindingKind } from './findings.ts';

/** A finding that makes large transfers of this host stall. */
export type ScenarioFault = (typeof faults)[number];

const faults = [
  'route-above-link',
  'packet-too-big-dropped-here',
  'packet-too-big-ignored',
  'packet-too-big-wrong',
  'first-link-drops',
  'no-packet-too-big',
] as const satisfies readonly FindingKind[];

/** The fault that a scenario shows; one of the host itself explains more than one of a single leg. */
export const faultOf = (findings: readonly Finding[]): ScenarioFault | undefined =>
  faults.find((fault) => findings.some(({ kind, leg }) => kind === fault && leg === undefined)) ??
  faults.find((fault) => findings.some(({ kind }) => kind === fault));
