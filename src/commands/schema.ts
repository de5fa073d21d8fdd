import { scenarioSchema } from '../scenario/schema/scenario-schema.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Perform } from './command-line/command.ts';

/** `mtulab schema`: the JSON Schema of scenario files, for editors that want a copy of their own. */
export const perform: Perform = async (_, __, io) => {
  io.out(`${JSON.stringify(scenarioSchema(dictionary), null, 2)}\n`);
  return 0;
};
