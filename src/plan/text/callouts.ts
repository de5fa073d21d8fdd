/** A drawing in characters, and where each of its nodes begins. */
export interface Drawing {
  readonly lines: readonly string[];
  readonly nodes: ReadonlyMap<string, Position>;
}

interface Position {
  readonly row: number;
  readonly column: number;
}

/** Hangs texts below the nodes of a drawing, those of its first line above where the nodes of other lines are in their way. */
export const hangTexts = (
  { lines, nodes }: Drawing,
  textsOf: (node: string) => readonly string[],
): readonly string[] => {
  const hangers = [...nodes].map(([node, position]) => ({ ...position, texts: textsOf(node) }));
  const isAbove = ({ row }: Position): boolean => row === 0 && hangers.some((other) => other.row > 0);
  const above = textLines(hangers.filter(isAbove)).map((line) => line.replaceAll('└', '┌'));
  const below = hangers.filter((hanger) => !isAbove(hanger) && hanger.texts.length > 0);
  return [
    ...above.toReversed(),
    ...lines.map((line, row) =>
      stemsOver(
        line,
        below.filter((hanger) => hanger.row < row),
      ),
    ),
    ...textLines(below),
  ];
};

interface Hanger extends Position {
  readonly texts: readonly string[];
}

/** The texts of the rightmost node come first, so that no text crosses the stem of another. */
const textLines = (hangers: readonly Hanger[]): readonly string[] => {
  const fromRight = hangers.filter(({ texts }) => texts.length > 0).toSorted((a, b) => b.column - a.column);
  return fromRight.flatMap(({ column, texts }, index) =>
    texts.map((text, at) => {
      const corner = at === texts.length - 1 ? '└' : '├';
      return `${stemsOver('', fromRight.slice(index + 1)).padEnd(column)}${corner}${text}`;
    }),
  );
};

const stemsOver = (line: string, hangers: readonly Position[]): string => {
  const signs = [...line];
  for (const { column } of hangers) {
    while (signs.length <= column) signs.push(' ');
    signs[column] = '│';
  }
  return signs.join('');
};
