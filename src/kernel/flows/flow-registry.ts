import type { Family } from '../../evidence/family.ts';
import { families } from '../../evidence/family.ts';
import type { Flow } from '../../words/lab/lab.ts';
import type { EngineFlow } from './open-flow.ts';

/** The open flows of one lab, and the names under which some of them are kept. */
export class FlowRegistry {
  readonly #open = new Map<Flow, EngineFlow>();
  readonly #named = new Map<string, Flow>();

  /** Returns the flow for actions to use: its `observe` also ends when the lab is lost, and `close` removes it from this registry. */
  add(flow: EngineFlow, untilLost: (signal: AbortSignal) => AbortSignal): Flow {
    const added: Flow = {
      request: flow.request,
      observe: (wait, signal) => flow.observe(wait, untilLost(signal)),
      close: () => this.#close(added),
    };
    this.#open.set(added, flow);
    return added;
  }

  keep(name: string, flow: Flow): void {
    this.#named.set(key(name, flow.request.family), flow);
  }

  named(name: string, family: Family): Flow | undefined {
    return this.#named.get(key(name, family));
  }

  /** Returns a kept flow with its sockets, for another transfer over its connection; undefined once it is closed. */
  engineFlow(name: string, family: Family): EngineFlow | undefined {
    const flow = this.named(name, family);
    return flow && this.#open.get(flow);
  }

  /** Call just before the lab is changed. */
  beforeChange(): void {
    for (const flow of this.#open.values()) flow.beforeChange();
  }

  /** Call after the lab was changed: each flow records its current RTO. */
  afterChange(): void {
    for (const flow of this.#open.values()) flow.afterChange();
  }

  /** Returns a sentence for each kept name whose flow is open. */
  describeOpen(): readonly string[] {
    const open = [...this.#named].filter(([, flow]) => this.#open.has(flow)).map(([named]) => named.split(' '));
    const names = new Set(open.map(([, name]) => name!));
    return [...names].map((name) => {
      const openFamilies = families.filter((family) => open.some(([its, named]) => its === family && named === name));
      return `the flow ${name} is still open (${openFamilies.join(' and ')})`;
    });
  }

  close(): void {
    for (const flow of [...this.#open.keys()]) this.#close(flow);
  }

  #close(flow: Flow): void {
    this.#open.get(flow)?.close();
    this.#open.delete(flow);
  }
}

const key = (name: string, family: Family): string => `${family} ${name}`;
