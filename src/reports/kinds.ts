import { github } from './github.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { ReportKind } from './model/report.ts';
import { ndjson } from './ndjson.ts';
import { tap } from './tap.ts';
import { text } from './text.ts';

/** Every report format, by the name that `--report` takes. */
export const reportKinds: Readonly<Record<string, ReportKind>> = {
  text,
  tap,
  json,
  ndjson,
  junit,
  markdown,
  github,
  html,
};
