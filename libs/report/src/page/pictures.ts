import { metricValue } from '../metric';
import { plural } from '../number-format';
import type { PictureRow, PictureSheet } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';

/** What networks predict for test images and what methods rebuild; absent where no node kept pictures. */
export const pictures: Section = {
  id: 'pictures',
  title: 'What the networks predict',
  render({ pictures: { sheets, leftOut } = { sheets: [], leftOut: 0 } }) {
    if (sheets.length === 0) return null;
    return html`<p>
        A few test images, and for pretraining a few validation images, which are the same for every
        network. Scores are those on all test images.
      </p>
      ${sheets.map(sheet)}
      ${leftOut > 0 ? html`<p class="note">${plural(leftOut, 'further panel')} left out, to keep the page small.</p>` : null}`;
  },
};

const sheet = (shown: PictureSheet): Markup =>
  html`<h3>${titleOf(shown)} <small>${detailsOf(shown)}</small></h3>
    <div class="pictures">${shown.rows.map((row) => strip(shown, row))}</div>`;

const titleOf = ({ task, method, dataset }: PictureSheet): string =>
  `${task ?? method} on ${dataset}`;

const detailsOf = ({ backbone, task, n, seed }: PictureSheet): string =>
  task === null
    ? `${backbone}, validation images, seed ${seed}`
    : `${backbone}, ${plural(n ?? 0, 'label')}, seed ${seed}`;

function strip(shown: PictureSheet, { label, value, image, width, height }: PictureRow): Markup {
  const { metric } = shown;
  const score =
    metric === null || value === null ? '' : `: ${metricValue(metric, value)} (${metric.label})`;
  return html`<figure>
    <figcaption>${label}${score}</figcaption>
    <img
      src="${image}"
      width="${width}"
      height="${height}"
      alt="${titleOf(shown)}, pictures side by side: ${label}"
    />
  </figure>`;
}
