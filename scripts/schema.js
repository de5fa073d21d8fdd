// Prints the schema for editors. `npm run schema` writes it to the committed file; a test fails while the two differ.
import { language } from './language.js';

const { published } = await language();
process.stdout.write(`${JSON.stringify(published, null, 2)}\n`);
