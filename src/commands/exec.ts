import type { Perform } from './command-line/command.ts';
import { enterNode } from './running-labs/enter-node.ts';

/** `mtulab exec NODE -- COMMAND…`: one program in a node; its exit code is ours. */
export const perform: Perform = ([node, ...argv], { name }, io) => enterNode({ node: node!, argv, name, io });
