import { publishedSchema } from '../scenario/schema/published-schema.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Perform } from './command-line/command.ts';

/** `mtulab schema`: prints the JSON Schema of scenario files, for editors that need a local copy. */
export const perform: Perform = async (_, __, io) => {
  io.out(`${JSON.stringify(publishedSchema(dictionary), null, 2)}\n`);
  return 0;
};
