import type { Perform } from './command.ts';
import { enterNode } from './enter-node.ts';

/** `mtulab shell NODE`: an interactive sh in a node. */
export const perform: Perform = ([node], { name }, io) => enterNode({ node: node!, argv: ['sh'], name, io });
