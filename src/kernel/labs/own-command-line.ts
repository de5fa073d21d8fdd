/** The words that start mtulab as a program in a node: those of this process, which is the inner one. */
export const ownCommandLine: readonly string[] = [process.execPath, process.argv[1]!];
