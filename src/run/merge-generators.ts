/**
 * Runs generators concurrently, at most `limit` at a time and started in order, and yields each value as soon as there
 * is one.
 */
export async function* mergeGenerators<T>(
  starters: readonly (() => AsyncGenerator<T>)[],
  limit: number,
): AsyncGenerator<T> {
  const queued = [...starters];
  const running = new Map<AsyncGenerator<T>, Promise<Advance<T>>>();
  const startNext = (): void => {
    const generator = queued.shift()?.();
    if (generator) running.set(generator, advance(generator));
  };
  for (let started = 0; started < limit && queued.length > 0; started++) startNext();
  try {
    while (running.size > 0) {
      const { generator, result } = await Promise.race(running.values());
      if (result.done) {
        running.delete(generator);
        startNext();
      } else {
        yield result.value;
        running.set(generator, advance(generator)); // after the yield: the consumer may have to act first
      }
    }
  } finally {
    await Promise.all([...running.keys()].map((generator) => generator.return(undefined)));
  }
}

interface Advance<T> {
  readonly generator: AsyncGenerator<T>;
  readonly result: IteratorResult<T, void>;
}

const advance = async <T>(generator: AsyncGenerator<T>): Promise<Advance<T>> => ({
  generator,
  result: await generator.next(),
});
