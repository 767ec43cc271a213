/** The least width of a column in Prettier's layout, that of `---`. */
const LEAST_WIDTH = 3;

/** A table in Markdown, in the layout that Prettier gives it: columns as wide as their longest text. */
export function markdownRows(
  headings: readonly string[],
  cells: readonly (readonly string[])[],
): string {
  const widths = headings.map((heading, at) =>
    Math.max(LEAST_WIDTH, heading.length, ...cells.map((row) => row[at]!.length)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, at) => text.padEnd(widths[at]!)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(headings), line(rule), ...cells.map(line)].join('\n');
}
