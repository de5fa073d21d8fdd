/** Frames that wait for their time, in its order, and in that of their arrival where the time is the same. */
export class DelayQueue<F> {
  #waiting: { readonly dueUs: number; readonly frame: F }[] = [];
  #first = 0;

  /** Nearly always the last place is the right one: a delay changes rarely. */
  add(dueUs: number, frame: F): void {
    let at = this.#waiting.length;
    while (at > this.#first && this.#waiting[at - 1]!.dueUs > dueUs) at -= 1;
    if (at === this.#waiting.length) this.#waiting.push({ dueUs, frame });
    else this.#waiting.splice(at, 0, { dueUs, frame });
  }

  /** When the next frame is due; Infinity without one. */
  get nextUs(): number {
    return this.#waiting[this.#first]?.dueUs ?? Infinity;
  }

  /** Takes the next frame. */
  take(): F {
    const { frame } = this.#waiting[this.#first]!;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    return frame;
  }
}
