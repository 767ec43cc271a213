import { count, list, percent } from '../number-format';
import type { DatasetFacts } from '../report';
import { html } from './markup';
import type { Markup } from './markup';
import type { Section } from './section';

/** Facts and samples of each dataset. */
export const datasets: Section = {
  id: 'data',
  title: 'Data',
  render: (report) =>
    html`<p>
        Synthetic images of ten classes of objects, rendered for this study. The shapes of the test
        images never occur in training.
      </p>
      ${report.datasets.map(dataset)}`,
};

function dataset(facts: DatasetFacts): Markup {
  const { name, varying, background, objects, resolution, counts } = facts;
  const border = facts.borderRotationAccuracy;
  const factors =
    varying.length > 0
      ? `${list(varying)} ${varying.length === 1 ? 'varies' : 'vary'}`
      : 'only the shape varies';
  const several = objects > 1 ? ` Scenes of ${objects} objects.` : '';
  return html`<h3>${name}</h3>
    <p>
      ${capitalised(factors)} between images; ${background} background. ${count(counts.train)}
      training, ${count(counts.validation)} validation and ${count(counts.test)} test images of
      ${resolution} × ${resolution}
      pixels.${several}${
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
              alt="${objects > 1 ? 'Scenes:' : 'Samples of class'} ${label}"
            />
            <figcaption>${label}</figcaption>
          </figure>`,
      )}
    </div> `;
}

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
