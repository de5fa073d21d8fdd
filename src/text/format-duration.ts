/** `0.22 s`, for what the kernel's timers decide. */
export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** `9 ms`, from one second on `1.63 s`. */
export const formatDuration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : formatSeconds(ms));
