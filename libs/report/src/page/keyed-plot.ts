import { html, raw } from './markup';
import type { Markup } from './markup';

/** A plot below the names of its methods in their colours. `colourOf` gives the colour of a method; `svg` is the plot. */
export const keyedPlot = (
  methods: readonly string[],
  colourOf: (method: string) => string,
  svg: string,
): Markup =>
  html`<div class="plots">
    <figure class="chart">
      <figcaption>
        ${methods.map((method) => html`<span class="key" style="border-color:${colourOf(method)}">${method}</span> `)}
      </figcaption>
      ${raw(svg)}
    </figure>
  </div>`;
