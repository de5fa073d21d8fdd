// Writes the schema that editors read; it is committed, and a test fails while it differs from what the words say.
import { writeFile } from 'node:fs/promises';
import { language } from './language.js';

const { schema } = await language();
await writeFile('schema/scenario.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
