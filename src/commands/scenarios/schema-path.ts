import { dirname, join, relative, resolve } from 'node:path';
import { packageFolder } from './package-folder.ts';

/** Where a scenario file finds the schema: relative in a project that has this package, so that the file works on other machines too. */
export const schemaPath = (file: string): string => {
  const schema = join(packageFolder(), 'schema', 'scenario.schema.json');
  const below = relative(process.cwd(), schema);
  return below.startsWith('..') ? schema : relative(dirname(resolve(file)), schema);
};
