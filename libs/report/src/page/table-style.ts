import type { COLUMN_CLASSES } from './table';

/** The largest number of columns for which the classes of a table have rules. */
const COLUMNS = 20;

const RULES: Record<(typeof COLUMN_CLASSES)[number], [selector: string, rules: string]> = {
  text: ['tr>', 'text-align:left'],
  strong: ['tbody>tr>', 'font-weight:650'],
  spare: ['tr>', 'display:none'],
  wraps: ['tr>', 'white-space:normal;min-width:11em;text-wrap:pretty'],
  under: ['tr>', 'display:none'],
};

/** The rules of one property of columns: `.text2 tr>:nth-child(2){text-align:left}`, all in one. */
function ofColumns(kind: keyof typeof RULES): string {
  const [below, rules] = RULES[kind];
  const selectors = Array.from(
    { length: COLUMNS },
    (_, at) => `.${kind}${at + 1} ${below}:nth-child(${at + 1})`,
  );
  return `${selectors.join(',')}{${rules}}`;
}

const groups = Array.from(
  { length: COLUMNS },
  (_, at) => `.group${at + 1} .again>:nth-child(-n+${at + 1})`,
).join(',');

const shade = 'color-mix(in srgb,var(--muted) 50%,transparent)';
const sides = ['right', 'left'] as const;

/** A shadow at each edge behind which a box has more to scroll. The covers in the colour of the page move with the content and hide the shadows at its ends. */
const shadows = [
  ...sides.map((to) => [to, 'var(--paper) 40%', '2.5rem 100% no-repeat local']),
  ...sides.map((to) => [to, shade, '.8rem 100% no-repeat scroll']),
]
  .map(
    ([to, from, rest]) =>
      `linear-gradient(to ${to},${from},transparent) ${to === 'right' ? 0 : '100%'} 0/${rest}`,
  )
  .join(',');

/** Tables with this many columns are printed in smaller letters, because words and figures are not broken on paper. */
const MANY_COLUMNS = 11;

/** The style of all tables: boxes that scroll, captions that do not, columns by the classes of the table, and tools. */
export const tableStyle = `
.scroll{overflow-x:auto;-webkit-overflow-scrolling:touch;container-type:inline-size;margin:.6rem 0;background:${shadows}}
.long{content-visibility:auto;contain-intrinsic-height:auto calc(var(--rows)*2.145rem + 6rem);overflow-clip-margin:4px}
table{border-collapse:collapse;font-size:.9rem;line-height:1.35}
table.wide{width:100%}
caption{text-align:left;color:var(--muted);font-size:.875rem;padding-bottom:.4rem}
caption span{position:sticky;left:0;display:inline-block;max-width:min(72ch,100cqw)}
th,td{padding:.42rem .7rem .42rem 0;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line);vertical-align:baseline}
thead th{color:var(--muted);font-weight:500;font-size:.82rem;border-bottom:1px solid var(--muted)}
tbody th{font-weight:500}
${ofColumns('text')}
${ofColumns('strong')}
${ofColumns('wraps')}
${groups}{color:var(--muted)}
tbody tr.first>*{border-top:1px solid var(--muted)}
.sorted .again>*{color:inherit!important}.sorted tr.first>*{border-top:0}
thead button{all:unset;cursor:pointer;color:inherit}
thead button::after{content:"↕";margin-left:.2em;opacity:.45}
[aria-sort=ascending]>button::after{content:"↑";opacity:1}[aria-sort=descending]>button::after{content:"↓";opacity:1}
.tools{display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center;font-size:.875rem;color:var(--muted);margin:.6rem 0 0}
.tools input{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--muted);border-radius:4px;padding:.15rem .4rem;margin-left:.4rem;width:11rem}
.tools button{font:inherit;color:var(--accent);background:none;border:0;padding:.15rem 0;text-decoration:underline;cursor:pointer}
button:focus-visible,input:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media screen and (max-width:1400px){${ofColumns('spare')}}
@media screen and (max-width:900px){.long{contain-intrinsic-height:auto calc(var(--rows)*3.4rem + 6rem)}${ofColumns('under')}
th[data-under]::after{content:attr(data-under);display:block;font-size:.75rem;font-weight:400;color:var(--muted)}
th,td{padding-right:.55rem}tbody th{white-space:normal;overflow-wrap:anywhere;min-width:10rem}}
@media screen and (max-width:480px){.long{contain-intrinsic-height:auto calc(var(--rows)*4.21rem + 6rem)}table{font-size:.82rem}tbody th{min-width:5.6rem}thead th,td{white-space:normal}thead button::after{content:none}}
@media print{.long{content-visibility:visible}table,details table{font-size:8pt}thead th{font-size:7.5pt}td .tag{font-size:inherit;white-space:normal}
th,td{white-space:normal!important;overflow-wrap:break-word!important;padding-right:.4rem;min-width:0!important}.whole{white-space:nowrap}
table:has(th:nth-child(${MANY_COLUMNS})){font-size:7pt}table:has(th:nth-child(${MANY_COLUMNS})) thead th{font-size:6.5pt}table:has(th:nth-child(${MANY_COLUMNS})) :is(th,td){padding-right:.25rem}
${ofColumns('spare')}.tools,thead button::after{display:none}.scroll{overflow:visible;container-type:normal}caption span{max-width:none}}
`;
