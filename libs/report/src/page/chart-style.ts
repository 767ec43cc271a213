import { darkColours } from '../charts/theme';

/** Rules that replace the colours of a chart wherever its SVG uses them. */
export const darkCharts = darkColours
  .map(
    ([light, dark]) =>
      `.chart [fill="${light}"]{fill:${dark}}.chart [stroke="${light}"]{stroke:${dark}}`,
  )
  .join('\n');

/**
 * The style of charts: side by side where there is room, never so small that their texts are below 11 pixels. Texts may go a little beyond
 * a chart, because the fonts of some systems are wider than those for which it was laid out.
 */
export const chartStyle = `
.panel{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:1rem 1.25rem}
.row{margin:0 0 1.25rem}.row h4{margin:.9rem 0 .3rem}
.chart h5{margin:0 0 .1rem;font-size:.9rem;font-weight:600}
.chart svg{display:block;width:100%;height:auto;max-width:440px;overflow:visible}
.later{content-visibility:auto;max-width:440px;overflow-clip-margin:16px}
.switch{margin:.25rem 0;font-size:.9rem;color:var(--muted)}
section:has(#bands:not(:checked)) :is(.band,.run){display:none}
@media print{.later{content-visibility:visible}.panel{grid-template-columns:1fr 1fr}.panel .panel{grid-template-columns:1fr}.chart{break-inside:avoid}.switch{display:none}}
`;
