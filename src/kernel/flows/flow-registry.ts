import type { Family } from '../../evidence/family.ts';
import { families } from '../../evidence/family.ts';
import type { Flow } from '../../words/lab/lab.ts';
import type { EngineFlow } from './open-flow.ts';

/** Every flow of one lab that is not closed yet, and the names that some are kept under. */
export class FlowRegistry {
  readonly #bare = new Map<Flow, EngineFlow>();
  readonly #named = new Map<string, Flow>();

  /** The flow as words see it: its waits end with `alive` too, and closing takes it off the list. */
  add(flow: EngineFlow, alive: (signal: AbortSignal) => AbortSignal): Flow {
    const seen: Flow = {
      request: flow.request,
      observe: (wait, signal) => flow.observe(wait, alive(signal)),
      close: () => this.#drop(seen),
    };
    this.#bare.set(seen, flow);
    return seen;
  }

  keep(name: string, flow: Flow): void {
    this.#named.set(key(name, flow.request.family), flow);
  }

  named(name: string, family: Family): Flow | undefined {
    return this.#named.get(key(name, family));
  }

  /** The flow itself, for another transfer over its connection. */
  bare(name: string, family: Family): EngineFlow | undefined {
    const flow = this.named(name, family);
    return flow && this.#bare.get(flow);
  }

  /** To be called just before the lab changes. */
  changing(): void {
    for (const flow of this.#bare.values()) flow.beforeChange();
  }

  /** To be called once it has changed: each flow notes the RTO that stands. */
  changed(): void {
    for (const flow of this.#bare.values()) flow.afterChange();
  }

  /** A line for each named flow that is still open. */
  lines(): readonly string[] {
    const open = [...this.#named].filter(([, flow]) => this.#bare.has(flow)).map(([named]) => named.split(' '));
    const names = new Set(open.map(([, name]) => name!));
    return [...names].map((name) => {
      const of = families.filter((family) => open.some(([its, also]) => its === family && also === name));
      return `the flow ${name} is still open (${of.join(' and ')})`;
    });
  }

  close(): void {
    for (const flow of [...this.#bare.keys()]) this.#drop(flow);
  }

  #drop(flow: Flow): void {
    this.#bare.get(flow)?.close();
    this.#bare.delete(flow);
  }
}

const key = (name: string, family: Family): string => `${family} ${name}`;
