import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { MachineError } from '../system/machine-error.ts';

/** A source port as the evidence has it: the sets of nft, quoted packets and sockets distinguish family and protocol. */
export interface FlowPort {
  readonly family: Family;
  /** TCP by default. */
  readonly protocol?: 'tcp' | 'udp' | undefined;
  readonly port: number;
}

/** The source ports that the flows of a lab have, or had; each is granted once, since the evidence of two flows with one would be mixed. */
export class ClaimedPorts {
  readonly #sources = new Set<string>();
  /** Destination ports of translated segments, by their source port. */
  readonly #segments = new Map<string, Set<number>>();
  readonly #numbers = new Set<number>();

  /** Whether a flow of this lab has sent from a source port. */
  has(source: FlowPort): boolean {
    return this.#sources.has(keyOf(source));
  }

  /** Whether no flow of this lab has had a port with this number, over any family and protocol. */
  isFresh(port: number): boolean {
    return !this.#numbers.has(port);
  }

  /** Marks a source port as used and returns its number; throws a MachineError when a flow of this lab has it, or had it before. */
  claim(source: FlowPort): number {
    const key = keyOf(source);
    if (this.#sources.has(key) || this.#segments.has(key)) throw taken(source);
    this.#sources.add(key);
    this.#numbers.add(source.port);
    return source.port;
  }

  /** Reserves the ports that address translation gave to a TCP flow; false when a flow of this lab has them, or had them before. */
  claimSegment({ family, source, destination }: FlowId): boolean {
    const key = keyOf({ family, port: source });
    const destinations = this.#segments.get(key) ?? new Set();
    if (this.#sources.has(key) || destinations.has(destination)) return false;
    this.#segments.set(key, destinations.add(destination));
    this.#numbers.add(source);
    return true;
  }
}

const keyOf = ({ family, protocol = 'tcp', port }: FlowPort): string => `${family} ${protocol} ${port}`;

const taken = ({ family, port }: FlowPort): MachineError =>
  new MachineError({
    what: `another flow of this lab has used source port ${port} over ${familyNames[family]}, and the nodes count packets by family and port: evidence of the two would be mixed`,
    remedy: 'give each flow of a family a port of its own below 20000; mtulab chooses ports from 20000 up',
  });
