import { count, percent } from '../number-format';
import type { DatasetFacts } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';

/** Facts and samples of each dataset. */
export const datasets: Section = {
  id: 'data',
  title: 'Data',
  render: (report) =>
    html`${abouts(report.datasets).map((about) => html`<p>${about}</p>`)}
    ${report.datasets.map(dataset)}`,
};

function dataset(facts: DatasetFacts): Markup {
  const { name, words, resolution, counts } = facts;
  const border = facts.borderRotationAccuracy;
  return html`<h3>${name}</h3>
    <p>
      ${words} ${count(counts.train)} training, ${count(counts.validation)} validation and
      ${count(counts.test)} test images of ${resolution} × ${resolution}
      pixels.${
        border === null
          ? null
          : ` The outer border alone gives away a rotation of the image with accuracy ${percent(border, 0)} (chance 25 %).`
      }
    </p>
    <div class="samples">
      ${facts.samples.map(
        ({ label, image, width, height }) =>
          html`<figure>
            <img
              src="${image}"
              width="${width}"
              height="${height}"
              alt="${facts.sampleAlt} ${label}"
            />
            <figcaption>${label}</figcaption>
          </figure>`,
      )}
    </div> `;
}

/** What holds for all datasets of a source, once for each source. */
const abouts = (all: readonly DatasetFacts[]): string[] => [
  ...new Set(all.map(({ about }) => about).filter((about) => about !== '')),
];
