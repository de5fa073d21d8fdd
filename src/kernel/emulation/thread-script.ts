/** The script of the thread that carries frames; the build replaces it by the bundled one. */
export const threadScript = new URL('./carrier-thread.ts', import.meta.url);
