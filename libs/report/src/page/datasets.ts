import { count, percent } from '../number-format';
import type { DatasetFacts, Report } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';

/** Facts and samples of each dataset. */
export const datasets: Section = {
  id: 'data',
  title: 'Data',
  render: (report) => (report.datasets.length === 0 ? null : factsAndSamples(report)),
};

const factsAndSamples = (report: Report): Markup =>
  html`${abouts(report.datasets).map((about) => html`<p>${about}</p>`)}
  ${report.datasets.map(dataset)}`;

function dataset(facts: DatasetFacts): Markup {
  const { name, words, resolution, counts } = facts;
  return html`<h3>${name}</h3>
    <p>
      ${words} ${count(counts.train)} training, ${count(counts.validation)} validation and
      ${count(counts.test)} test images of ${resolution} × ${resolution}
      pixels.${borderSentence(facts)}
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

/** How well the rotation of an image can be read from its border, after a space; empty if it was not measured. */
function borderSentence({
  borderRotationAccuracy: linear,
  borderRotationAccuracyOfCnn: cnn,
}: DatasetFacts): string {
  const accuracies = [
    linear === null ? null : `${percent(linear, 0)} to a linear classifier`,
    cnn === null ? null : `${percent(cnn, 0)} to a small CNN`,
  ].filter((text) => text !== null);
  if (accuracies.length === 0) return '';
  return ` The outer border alone gives away a rotation of the image with accuracy ${accuracies.join(' and ')} (chance 25 %).`;
}

/** What holds for all datasets of a source, once for each source. */
const abouts = (all: readonly DatasetFacts[]): string[] => [
  ...new Set(all.map(({ about }) => about).filter((about) => about !== '')),
];
