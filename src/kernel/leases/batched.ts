/**
 * Returns a function that has `perform` done for all who wait together: a call while it runs waits for the next run, which starts no sooner
 * than `everyMs` after the one before. Its promise resolves, or rejects, with the first run that began after the call.
 */
export const batched = (
  perform: () => Promise<void>,
  { everyMs, pause }: { readonly everyMs: number; pause(ms: number): Promise<unknown> },
): (() => Promise<void>) => {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let startedAtMs = -Infinity;
  const next = async (): Promise<void> => {
    await running;
    const restMs = startedAtMs + everyMs - performance.now();
    if (restMs > 0) await pause(restMs);
    waiting = undefined; // who calls from now on may have changed what this run has read
    startedAtMs = performance.now();
    const run = perform();
    running = run.catch(() => {});
    return run;
  };
  return () => (waiting ??= next());
};
