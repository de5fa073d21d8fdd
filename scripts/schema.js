// Prints the schema that editors read: `npm run schema` puts it where it is committed, and a test fails while the two differ.
import { language } from './language.js';

const { schema } = await language();
process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
