/** Runs several generators side by side, at most `limit` at a time, and yields what any of them says as it comes. */
export async function* mergeGenerators<T>(
  begin: readonly (() => AsyncGenerator<T>)[],
  limit: number,
): AsyncGenerator<T> {
  const waiting = [...begin];
  const going = new Map<AsyncGenerator<T>, Promise<Turn<T>>>();
  const startNext = (): void => {
    const next = waiting.shift()?.();
    if (next) going.set(next, turnOf(next));
  };
  for (let started = 0; started < limit; started++) startNext();
  try {
    while (going.size > 0) {
      const { from, said } = await Promise.race(going.values());
      if (said.done) {
        going.delete(from);
        startNext();
      } else {
        yield said.value;
        going.set(from, turnOf(from)); // it goes on when what it said was heard: who listens may have to act before its next deed
      }
    }
  } finally {
    await Promise.all([...going.keys()].map((generator) => generator.return(undefined)));
  }
}

interface Turn<T> {
  readonly from: AsyncGenerator<T>;
  readonly said: IteratorResult<T, void>;
}

const turnOf = async <T>(from: AsyncGenerator<T>): Promise<Turn<T>> => ({ from, said: await from.next() });
