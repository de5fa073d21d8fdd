/** Lines of TAP 14. */
export const version = 'TAP version 14';

export const ok = ({ number, title }) => `ok ${number} - ${plain(title)}`;

export const notOk = ({ number, title, difference }) =>
  [`not ok ${number} - ${plain(title)}`, '  ---', ...Object.entries(difference).flatMap(entry), '  ...'].join('\n');

export const skip = (reason) => `1..0 # SKIP ${plain(reason)}`;

const plain = (text) => text.replace(/[\\#]/g, '\\$&').replace(/\s+/g, ' ');

const entry = ([key, value]) => {
  const [first = '', ...more] = String(value).trimEnd().split('\n');
  return more.length === 0
    ? [`  ${key}: ${JSON.stringify(value)}`]
    : [`  ${key}: |2`, ...[first, ...more].map((line) => `    ${line}`)];
};
