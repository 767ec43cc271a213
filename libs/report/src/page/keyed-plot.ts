import type { ArmStyle } from '../charts/theme';
import { pointSvg } from '../overview/plot';
import { html, raw } from './markup';
import type { Markup } from './markup';

/** A plot below the names of its methods, each with its colour, or its point where another one has the colour; `svg` is the plot. */
export const keyedPlot = (
  methods: readonly string[],
  styleOf: (method: string) => ArmStyle,
  svg: string,
): Markup =>
  html`<div class="plots">
    <figure class="chart">
      <figcaption>${methods.map((method) => html`${keyed(method, styleOf(method))} `)}</figcaption>
      ${raw(svg)}
    </figure>
  </div>`;

const keyed = (method: string, style: ArmStyle): Markup =>
  style.round === 0
    ? html`<span class="key" style="border-color:${style.colour}">${method}</span>`
    : html`<span class="key form"
        >${raw(`<svg width="11" height="9" viewBox="-4.5 -4.5 11 9" aria-hidden="true">${pointSvg([0, 0], style)}</svg>`)}${method}</span
      >`;
