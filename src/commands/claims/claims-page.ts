import { dirname } from 'node:path';
import { scenarioName } from '../scenarios/bundled-scenarios.ts';
import { curesTable } from './cures-table.ts';
import type { CureScenario } from './cures-table.ts';
import type { Claim } from './read-claims.ts';

/**
 * The page docs/claims.md: the claims in Markdown, with links to `files`, the scenarios as paths below their folder, and the
 * table of cures.
 */
export const claimsPage = (
  claims: readonly Claim[],
  files: readonly string[],
  cures: readonly CureScenario[],
): string =>
  [
    '# What is claimed about this failure, and what the kernel says',
    '',
    'Each claim is shown by scenarios that run on the kernel they judge; `mtulab run scenarios` runs all of them. The page is written from',
    '[scenarios/claims.yaml](../scenarios/claims.yaml) by `npm run claims`.',
    '',
    '| claim | verdict | what it says | shown by |',
    '|---|---|---|---|',
    ...claims.map((claim) => `| ${cellsOf(claim, files).join(' | ')} |`),
    '',
    '## Cures',
    '',
    'What each cure does for a transfer that has stalled because the firewall before the server drops Packet Too Big, and for the next one.',
    '',
    ...curesTable(cures),
    '',
  ].join('\n');

const cellsOf = ({ id, verdict, claim, because, scenarios }: Claim, files: readonly string[]): readonly string[] => [
  `<a id="${id}"></a>${id}`,
  verdict,
  [claim, ...(because === undefined ? [] : [`*${because}*`])].join(' ').replaceAll('|', '\\|'),
  scenarios.map((name) => link(name, files)).join('<br>'),
];

const link = (name: string, files: readonly string[]): string => {
  const file = files.find((file) => scenarioName(file) === name)!;
  return `[${dirname(file)}/${name}](../scenarios/${file})`;
};
