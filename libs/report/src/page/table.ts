import { html } from './markup';
import type { Content, Markup } from './markup';

export interface Column {
  heading: string;
  /** True for text, which is aligned left; figures are aligned right. */
  text?: boolean;
  /** True for the main result, which is set in bold. */
  strong?: boolean;
  /** True for a column that screens below 1,400 pixels leave out. */
  spare?: boolean;
  /** True for long texts, which may break. */
  wraps?: boolean;
}

/**
 * A table in a box that scrolls sideways on narrow screens. The first cell of a row is its heading. With `groupBy`, rows that
 * agree in that many first columns form a group: it has a line above it, and repeated names are grey.
 */
export function table(
  caption: Content,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  { wide = false, groupBy = 0 } = {},
): Markup {
  const repeats = (row: readonly Content[], at: number) =>
    at > 0 && row.slice(0, groupBy).every((content, i) => content === rows[at - 1]![i]);
  const body = rows.map((row, at) => {
    const again = groupBy > 0 && repeats(row, at);
    const line = groupBy > 0 && at > 0 && !again;
    const cells = row.map((content, i) => cell(content, columns[i]!, i, again && i < groupBy));
    return html`<tr${line ? html` class="first"` : null}>${cells}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table, may scroll sideways">
<table${wide ? html` class="wide"` : null}>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" ${classes(column)}>${column.heading}</th>`)}</tr></thead>
<tbody>
${body}</tbody>
</table>
</div>`;
}

function cell(content: Content, column: Column, at: number, again: boolean): Markup {
  return at === 0
    ? html`<th scope="row" ${classes(column, again)}>${content}</th>`
    : html`<td${classes(column, again)}>${content}</td>`;
}

function classes({ text, strong, spare, wraps }: Column, again = false): Markup | null {
  const names = [
    ...(text ? ['text'] : []),
    ...(strong ? ['strong'] : []),
    ...(spare ? ['spare'] : []),
    ...(wraps ? ['wraps'] : []),
    ...(again ? ['again'] : []),
  ];
  return names.length > 0 ? html` class="${names.join(' ')}"` : null;
}
