/** Adds a button to each figure that copies its data: texts as they are, tables as lines with tabs, and the time axis as columns. */
export const addCopyButtons = (root: ParentNode): void => {
  for (const figure of root.querySelectorAll<HTMLElement>('details > pre')) add(figure, () => figure.textContent ?? '');
  for (const ladder of root.querySelectorAll<HTMLElement>('.ladder')) add(ladder, () => tableText(ladder));
  for (const axis of root.querySelectorAll<HTMLElement>('.axis')) add(axis, () => axisText(axis));
};

const add = (figure: HTMLElement, textOf: () => string): void => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy screen-only';
  button.textContent = 'Copy data';
  button.addEventListener('click', () => {
    copy(textOf()).then(
      () => (button.textContent = 'Copied'),
      () => (button.textContent = 'The browser does not allow it'),
    );
  });
  figure.after(button);
};

/** The clipboard of the browser is not there for files that it does not trust; selecting and copying a text is. */
const copy = async (text: string): Promise<void> => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('not copied');
};

const tableText = (figure: HTMLElement): string =>
  [...figure.querySelectorAll('tr')]
    .map((row) => [...row.cells].map((cell) => cell.textContent || labelOf(cell)).join('\t'))
    .join('\n');

const labelOf = (cell: HTMLElement): string => cell.querySelector('svg')?.getAttribute('aria-label') ?? '';

const axisText = (figure: HTMLElement): string => {
  const data = JSON.parse(figure.querySelector('script')!.textContent!) as Record<string, unknown>;
  const columns = Object.entries(data).filter(([, value]) => Array.isArray(value)) as [string, readonly unknown[]][];
  return columns.map(([name, values]) => [name, ...values.map((value) => String(value ?? ''))].join('\t')).join('\n');
};
