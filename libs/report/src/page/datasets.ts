import { count, list, percent } from '../number-format';
import type { DatasetFacts } from '../dataset-facts';
import type { Report } from '../report';
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
      pixels.${splitSentence(facts)}${fileSentence(facts)}${borderSentence(facts)}
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

/** That seeds have test images of their own, after a space; empty where all runs share theirs. */
const splitSentence = ({ splits }: DatasetFacts): string =>
  splits === undefined
    ? ''
    : ` These are the numbers of the first of ${splits.length} splits: each seed has another one, with test images of its own (${list(splits.map(count))}), which its pretraining has not seen.`;

/** What a number of images in `files` means, in the order of the sentence. */
const FILES: Readonly<Record<string, string>> = {
  grey: 'grey',
  transparent: 'with a transparent part',
  turned: 'turned by their EXIF tag',
  printed: 'in CMYK',
  deep: 'with 16 bits a channel',
  pages: 'with several frames, of which the first counts',
  enlarged: 'enlarged',
  nearCopies: 'for testing and much like a training image',
  labelledCopies: 'left out because an equal one has the same label',
  unlabelledCopies: 'without a label left out because an equal one is among the training images',
  droppedCopies: 'left out of training because an equal one is held out',
  skipped: 'left out because their files gave none',
};

/** What the files of the images hold, after a space; empty where there is nothing to say. */
function fileSentence({ files = {} }: DatasetFacts): string {
  const parts = Object.entries(FILES)
    .filter(([key]) => (files[key] ?? 0) > 0)
    .map(([key, what]) => `${count(files[key]!)} ${what}`);
  return parts.length === 0 ? '' : ` Images: ${list(parts)}.`;
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
