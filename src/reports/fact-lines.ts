import type { StepResult } from '../events.ts';
import type { Page } from './verdict-lines.ts';
import { hang } from './wrap.ts';

/** What a step learned, each fact as one sentence of names and values, whatever fact it is. */
export const factLines = (facts: StepResult['facts'], { paint, width }: Page): readonly string[] =>
  Object.entries(facts).flatMap(([family, learned]) =>
    Object.entries(learned).flatMap(([name, value]) =>
      hang(`      saw ${family === 'once' ? '' : `${family.replace('ip', 'IP')} `}${name}: `, inline(value), width).map(
        (line) => paint('dim', line),
      ),
    ),
  );

const inline = (value: unknown): string => {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(nested).join('; ');
  if (typeof value !== 'object') return String(value).trimEnd();
  return Object.entries(value)
    .map(([name, each]) => `${name} ${nested(each)}`)
    .join(', ');
};

const nested = (value: unknown): string => {
  const text = inline(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? `{${text}}` : text;
};
