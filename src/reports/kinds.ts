import { json } from './json.ts';
import type { ReportKind } from './model/report.ts';
import { tap } from './tap.ts';
import { text } from './text.ts';

/** Every report format, by the name that `--report` takes. */
export const reportKinds: Readonly<Record<string, ReportKind>> = { text, tap, json };
