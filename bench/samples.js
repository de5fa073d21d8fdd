/** Runs several functions in turns (A B C A B C …), so that other load on the machine affects all of them; the first turn only warms up. */
export const interleaved = async (functions, { turns, warm = 1 }) => {
  const samples = Object.fromEntries(Object.keys(functions).map((name) => [name, []]));
  for (let turn = -warm; turn < turns; turn++)
    for (const [name, run] of Object.entries(functions)) {
      const value = await run();
      if (turn >= 0) samples[name].push(value);
    }
  return Object.fromEntries(Object.entries(samples).map(([name, all]) => [name, spread(all)]));
};

/** Median, minimum and maximum. */
export const spread = (all) => {
  const sorted = all.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1), samples: all };
};

/** A row of the table: our time as a ratio of a reference. */
export const ratioRow = (what, ours, theirs, target) => {
  const ratio = ours.median / theirs.median;
  return { what, figure: `${ratio.toFixed(2)} ×`, target: `≤ ${target} ×`, met: ratio <= target, ratio, ours, theirs };
};

/** A row whose target is a time. */
export const timeRow = (what, ours, target) => ({
  ...{ what, figure: `${ours.median.toFixed(1)} ms`, target: `≤ ${target} ms`, met: ours.median <= target, ours },
});

/** A row that cannot be measured on this machine. */
export const absentRow = (what, reason, target) => ({ what, figure: reason, target, met: undefined });
