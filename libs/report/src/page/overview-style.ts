/** Steps of the heat map, from no difference to one and a half doublings: for a light page, and for a dark one. */
const steps = {
  more: { light: ['#e4f1fa', '#c3e0f4', '#93c8ec'], dark: ['#1b3242', '#1d4562', '#1f5c86'] },
  fewer: { light: ['#fdeee2', '#fad8bd', '#f5b98c'], dark: ['#3a2a1c', '#573818', '#7a4a16'] },
} as const;

const stepRules = (scheme: 'light' | 'dark'): string =>
  Object.entries(steps)
    .flatMap(([name, colours]) =>
      colours[scheme].map((colour, at) => `.heat .${name}${at + 1}{background:${colour}}`),
    )
    .join('\n');

/** The style of the first screen and of the overviews. */
export const overviewStyle = `
.opening{margin-top:.25rem}
.opening .answer>:first-child{margin-top:0}
.expected{color:var(--muted)}
.limit{border-left:3px solid #b35900;padding-left:.7rem}
.notes{font-size:.9rem;color:var(--muted)}
.notes b{color:var(--ink)}
details.limit,details.remark{margin:.6rem 0;font-size:inherit;max-width:72ch}
details.limit summary,details.remark summary{color:inherit}
dl.facts{display:flex;flex-wrap:wrap;gap:.5rem 1.75rem;margin:1.1rem 0 .9rem;font-size:.875rem}
dl.facts dd{margin:0;max-width:46ch}dl.facts dt{font-size:.78rem}
.picture{margin:0 0 .5rem}
@media screen and (min-width:900px){
.opening{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,500px);gap:0 2rem;align-items:start}
.opening.above{grid-template-columns:minmax(0,2fr) minmax(0,1fr)}.opening.alone{grid-template-columns:minmax(0,2fr) minmax(0,1fr)}
.above .picture{grid-row:2;grid-column:1/-1}.above .facts,.alone .facts{grid-row:1;grid-column:2;margin-top:0}
.beside .facts{grid-column:1/-1}}
.heat table{border-collapse:separate;border-spacing:2px;font-size:.85rem}
.heat details table{border-collapse:collapse}
.heat>.scroll>table>caption{padding-bottom:.15rem}
.heat caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 2rem)}
.heat tbody th{position:sticky;left:0;background:var(--paper);text-align:left!important}.heat th small{display:block}
.heat>.scroll>table td{text-align:center;padding:.28rem .45rem;border:0;border-radius:3px;min-width:3.2rem;line-height:1.25}
.heat>.scroll>table th{border:0;padding:.2rem .6rem .2rem 0}
.heat>.scroll>table tbody th small{white-space:normal;width:max-content;max-width:min(12.5rem,40vw)}
.heat>.scroll>table thead th{text-align:center;padding:.2rem .3rem}
.heat>.scroll>table thead th.text{text-align:left}
.heat th[scope=colgroup]{border-bottom:1px solid var(--muted)!important}
.heat td a{color:var(--ink);text-decoration:none}.heat td a:hover{text-decoration:underline}
.heat td small,.heat th small{font-size:.75rem;color:var(--ink);font-weight:400}
.heat .sure{font-weight:700}.heat .once{font-style:italic}
.heat td.none{background:repeating-linear-gradient(135deg,var(--tint) 0 5px,transparent 5px 9px);color:var(--muted)}
.plots{display:flex;flex-wrap:wrap;gap:1.1rem 1.6rem;margin:.75rem 0}
.plots figure{max-width:100%}
.plots figcaption{margin:0 0 .2rem;color:var(--ink)}
.plots svg{display:block;max-width:100%;height:auto}
.plots .chart svg{width:auto;max-width:100%}
.key{border-left:.7rem solid;padding-left:.35rem;margin-right:.8rem;white-space:nowrap}
.form{border:0;padding:0}.plots .form svg{display:inline;margin-right:.35rem}
.range{display:inline-block;vertical-align:middle}
.plot text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--ink)}
.plot .axis{fill:var(--muted)}
${stepRules('light')}`;

/** What differs on a dark page. */
export const darkOverviewStyle = `
.limit{border-color:#e0a050}
${stepRules('dark')}
`;
