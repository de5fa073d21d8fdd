import type { Perform } from './command-line/command.ts';
import { enterNode } from './running-labs/enter-node.ts';

/** `mtulab exec NODE -- COMMAND…`: runs one program in a node and returns its exit code. */
export const perform: Perform = ([node, ...argv], { name }, io) => enterNode({ node: node!, argv, name, io });
