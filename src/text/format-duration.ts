/** Formats ms as `0.22 s`; for durations that kernel timers decide. */
export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** Formats ms as `9 ms`, from one second on as `1.63 s`. */
export const formatDuration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : formatSeconds(ms));
