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
  /** True for a column that narrow screens show in small below the first one. */
  under?: boolean;
}

/** The properties of a column that its cells get from a class of the table, `text2` for the second one. */
export const COLUMN_CLASSES = ['text', 'strong', 'spare', 'wraps', 'under'] as const;

/**
 * A table in a box that scrolls sideways where it is wider than the screen. The first cell of a row is its heading. With
 * `groupBy`, rows that agree in that many first columns form a group: it has a line above it, and repeated names are grey. `name`
 * is what screen readers call the box; the first sentence of the caption unless it is given.
 */
export function table(
  caption: Content,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
  { wide = false, groupBy = 0, name = nameOf(caption) } = {},
): Markup {
  const names = [
    ...(wide ? ['wide'] : []),
    ...(groupBy > 0 ? [`group${groupBy}`] : []),
    ...columns.flatMap((column, at) =>
      COLUMN_CLASSES.filter((kind) => column[kind]).map((kind) => `${kind}${at + 1}`),
    ),
  ];
  const repeats = (row: readonly Content[], at: number) =>
    at > 0 && row.slice(0, groupBy).every((content, i) => content === rows[at - 1]![i]);
  const body = rows.map((row, at) => {
    const again = groupBy > 0 && repeats(row, at);
    const line = groupBy > 0 && at > 0 && !again;
    const under = row.filter((_, i) => columns[i]!.under).join(', ');
    return html`<tr${again ? html` class="again"` : line ? html` class="first"` : null}>${row.map((content, i) => cell(content, i, under))}</tr>\n`;
  });
  const box = html`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${name}">
<table${names.length > 0 ? html` class="${names.join(' ')}"` : null}>
<caption><span>${caption}</span></caption>
<thead><tr>${columns.map(({ heading }) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>
${body}</tbody>
</table>
</div>`;
  return rows.length < LONG
    ? box
    : html`<div class="long" style="--rows:${rows.length}">${box}</div>`;
}

/** Tables with this many rows are laid out by browsers when they come near the window. */
const LONG = 60;

function cell(content: Content, at: number, under: string): Markup {
  if (at > 0) return html`<td>${content}</td>`;
  return under === ''
    ? html`<th scope="row">${content}</th>`
    : html`<th scope="row" data-under="${under}">${content}</th>`;
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** The first sentence of a caption, without its full stop and without markup. */
function nameOf(caption: Content): string {
  const text = html`${caption}`.text
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;|\s+/g, ' ')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
    .trim();
  return /^.*?(?=[.:;] |\.$|$)/.exec(text)![0];
}

const BOX = '<div class="scroll" tabindex="0" role="region" aria-label="';

/** Numbers the boxes of a page that have the same name: `Table: Effects (2)`. */
export function distinctNames(page: string): string {
  const seen = new Map<string, number>();
  const [before, ...boxes] = page.split(BOX);
  const named = boxes.map((box) => {
    const name = box.slice(0, box.indexOf('"'));
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? box : `${name} (${number})${box.slice(name.length)}`;
  });
  return [before, ...named].join(BOX);
}
