import type { Visit } from '../lab/visit.ts';
import type { Fact } from './fact.ts';
import { formatVisit } from './format-visit.ts';

/** What a client did to reach a name: its queries, its connection attempts, and which of them carried bytes. */
export const visit: Fact<Visit> = { format: formatVisit };
