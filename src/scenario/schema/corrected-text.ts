import type { JsonSchema } from '../../words/language/shape.ts';

/** The value that was meant by a text of the wrong form, with what is to be done to it; undefined where that is not clear. */
export const correctedText = (text: string, { pattern, type }: JsonSchema): string | undefined => {
  const types = [type].flat();
  if (/^[0-9]+$/.test(text) && types.includes('integer')) return `remove the quotes: ${text}`;
  if (/^\$[a-z]/.test(text)) return `write a variable as "\${${text.slice(1)}}"`;
  const fits = (candidate: string): boolean => typeof pattern === 'string' && new RegExp(pattern, 'u').test(candidate);
  const joined = text.replace(/\s+/g, '');
  if (joined !== text && fits(joined)) return `remove the space: ${joined}`;
  const candidate = [withUnit(joined), inSmallerUnit(withUnit(joined))].find(fits);
  return candidate === undefined ? undefined : `write ${candidate}`;
};

/** Letters of units in the case of the language: `200KB` is `200kB`, and `2sec` is `2s`. */
const withUnit = (text: string): string => text.replace(/[a-z]+$/i, (unit) => units[unit.toLowerCase()] ?? unit);

const units: Readonly<Record<string, string>> = {
  ...{ b: 'B', byte: 'B', bytes: 'B', k: 'kB', kb: 'kB', m: 'MB', mb: 'MB' },
  ...{ ms: 'ms', s: 's', sec: 's', second: 's', seconds: 's', min: 'min', minute: 'min', minutes: 'min' },
};

/** `1.5MB` is `1500kB`: bytes are whole numbers. */
const inSmallerUnit = (text: string): string => {
  const [, whole, decimals = '', unit = ''] = /^([0-9]+)\.([0-9]{1,3})(MB|kB)$/.exec(text) ?? [];
  return whole === undefined ? text : `${Number(whole + decimals.padEnd(3, '0'))}${unit === 'MB' ? 'kB' : 'B'}`;
};
