/** The part of a long source line around a column (from 1), and the column in that part. */
export const excerpt = (source: string, column: number): { readonly source: string; readonly column: number } => {
  if (source.length <= widest) return { source, column };
  const start = Math.max(0, Math.min(column - 1, source.length) - widest / 2);
  const end = Math.min(source.length, start + widest);
  const before = start > 0 ? '…' : '';
  return {
    source: `${before}${source.slice(start, end)}${end < source.length ? '…' : ''}`,
    column: column - start + before.length,
  };
};

const widest = 240;
