/** Joins names into disjoint sets (union-find); a name that was never joined is a set of its own. */
export class DisjointSet {
  readonly #parents = new Map<string, string>();

  /** Returns the representative of the set that contains a name. */
  root(name: string): string {
    const parent = this.#parents.get(name);
    return parent === undefined ? name : this.root(parent);
  }

  /** Joins the sets of two names; returns false if both were already in one set. */
  join(a: string, b: string): boolean {
    const [rootOfA, rootOfB] = [this.root(a), this.root(b)];
    if (rootOfA !== rootOfB) this.#parents.set(rootOfA, rootOfB);
    return rootOfA !== rootOfB;
  }
}
