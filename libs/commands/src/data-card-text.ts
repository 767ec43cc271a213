import { count, percent, plural } from '@nhat/report/number-format';
import { wrappedLines } from '@nhat/report/wrapped-lines';
import type { ClassCard, DataCard } from '@nhat/sources/inspect-folder';
import { precision, rotation } from './data-card-advice';
import type { PipelineOfImages } from './data-card-advice';
import { escaped } from './escaped-texts';
import { named } from './first-names';
import { listItem } from './list-item';

/** Whether a run would refuse the dataset. */
export const isRefused = ({ faults, problems, skipsFaults }: DataCard): boolean =>
  problems.length > 0 || (faults.length > 0 && !skipsFaults);

/** So many files, classes or pairs are named. */
const NAMED = 20;

/** A data card in plain English, at most 80 columns wide, with what `pipelines` that have these images should change. Names of files and classes may have line breaks, which are escaped. */
export function cardText(given: DataCard, pipelines: readonly PipelineOfImages[] = []): string {
  const card = escaped(given);
  const parts = [
    head(card),
    columns(card),
    classTable(card),
    doubtful(card),
    files(card),
    copies(card),
    shortcuts(card),
    rotation(card, pipelines),
    precision(card),
    verdict(card),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({
  dataset,
  labelled,
  unlabelled,
  classes,
  resolution,
  layout,
  shortSide,
  types,
}: DataCard): string[] {
  const { train, validation, test } = labelled;
  const kinds = Object.entries(types).map(([type, images]) =>
    type === 'array' ? `${count(images)} in arrays` : `${count(images)} ${type.toUpperCase()}`,
  );
  return [
    `${dataset}: ${plural(train + validation + test, 'labelled image')} of ${classes.length} classes, from ${ORIGIN[layout]}`,
    '',
    ...wrappedLines(
      `Training: ${count(train)} labelled and ${count(unlabelled)} unlabelled. Validation: ${count(validation)}. Test: ${count(test)}.`,
    ),
    ...(kinds.length > 0 ? wrappedLines(`Files: ${kinds.join(', ')}.`) : []),
    ...(shortSide === null
      ? []
      : wrappedLines(
          `Short sides of ${shortSide[0]} to ${shortSide[2]} pixels, ${shortSide[1]} in the middle; each image becomes ${resolution} × ${resolution}.`,
        )),
  ];
}

const ORIGIN: Record<DataCard['layout'], string> = {
  'class folders': 'folders named after them',
  'split and class folders': 'folders of splits and classes',
  table: 'a table',
  'packed files': 'files with many images',
};

const COLUMN_OF: Record<DataCard['chosenColumns'][number]['of'], string> = {
  ...{ image: 'Paths of images', label: 'Labels', split: 'Splits', group: 'Groups' },
};

/** Which column is read where several have a usual name. */
function columns({ chosenColumns }: DataCard): string[] {
  return chosenColumns.flatMap(({ of, read, passed, differing }) => {
    const others = passed.length === 1 ? `${passed[0]} is` : `${passed.join(' and ')} are`;
    const advice =
      of === 'label' && differing > 0
        ? ` They differ in ${plural(differing, 'row')}: "columns": { "label": "${passed[0]}" } in the source reads the other one.`
        : '';
    return wrappedLines(
      `${COLUMN_OF[of]} come from the column ${read}; ${others} not read.${advice}`,
    );
  });
}

const NAME_WIDTH = 22;
const WIDTHS = [8, 8, 7, 7, 9, 9, 6];

function classTable({ classes }: DataCard): string[] {
  const line = (name: string, cells: readonly string[]) =>
    `${shortened(name).padEnd(NAME_WIDTH)}${cells.map((cell, at) => cell.padStart(WIDTHS[at]!)).join('')}`;
  const row = (one: ClassCard) =>
    line(one.name, [
      ...[count(one.train), count(one.validation), count(one.test)],
      ...[percent(one.grey, 0), percent(one.transparent, 0), `${one.shortSide} px`, one.type],
    ]);
  const largest = [...classes].sort((a, b) => b.train - a.train).slice(0, NAMED);
  const shown = classes.length <= NAMED ? classes : largest;
  const rest = classes.length - shown.length;
  return [
    line('class', ['train', 'valid.', 'test', 'grey', 'transp.', 'side', 'type']),
    ...shown.map(row),
    ...(rest > 0 ? [`… and ${rest} smaller classes`] : []),
  ];
}

function doubtful({ doubtfulClasses }: DataCard): string[] {
  if (doubtfulClasses.length === 0) return [];
  return [
    'Classes whose names may be typing errors',
    ...doubtfulClasses
      .slice(0, NAMED)
      .flatMap(({ name, images, like, where }) =>
        listItem(
          `${name} (${plural(images, 'image')}): did you mean ${like}? ${where.join(', ')}${images > where.length ? ', …' : ''}`,
        ),
      ),
  ];
}

const shortened = (name: string): string =>
  [...name].length < NAME_WIDTH ? name : `${[...name].slice(0, NAME_WIDTH - 2).join('')}…`;

/** What was found in files, and what becomes of it. */
const FOUND: readonly [key: keyof DataCard['counts'], what: string][] = [
  ['turned', 'turned upright as their EXIF tag says'],
  ['oriented', 'with an EXIF tag that says which side is up'],
  [
    'unoriented',
    'with the name of a camera, but without that tag: those that were taken with the camera turned lie on their side, which teaches rotation wrong answers',
  ],
  ['grey', 'grey; all three channels get the same values'],
  ['transparent', 'with a transparent part, which lies over the mean colour of training images'],
  ['printed', 'in the colours of a printer (CMYK), changed to sRGB'],
  ['unprofiled', 'of these without a colour profile, for which a usual one is taken'],
  ['deep', 'with 16 bits a channel, of which the upper 8 are used'],
  ['pages', 'with several frames or pages, of which the first is used'],
  ['enlarged', 'smaller than the size that they are resized to, and so blurred'],
  [
    'blocky',
    'in JPEG made less than 1.5 times smaller, so that traces of the compression stay, which CMC, AMDIM and rotation may learn; a smaller "resolution" hides them',
  ],
];

/** From this share of grey images on, a method that needs colours loses by them. */
const GREY = 0.05;
/** Images of 16 bits with values below this are dark, because less than half of the range is used. */
const DARK = 2 ** 15;

/** What is worth a word beyond the counts. */
function remarks({ counts, largest, range, plain, types }: DataCard): string[] {
  const images = Object.values(types).reduce((sum, one) => sum + one, 0);
  return [
    ...(counts.grey >= GREY * images
      ? listItem(
          `${percent(counts.grey / images, 0)} of all images are grey: CMC finds no colours in them`,
        )
      : []),
    ...(largest !== null && largest < DARK && range === null
      ? listItem(
          `Values of 16 bits go up to ${count(largest)} alone, of ${count(2 ** 16 - 1)}, so that these images become dark (${largest >> 8} of 255 at most): "range": [0, ${fullScale(largest)}] in the source makes white of the largest`,
        )
      : []),
    ...(plain.length > 0
      ? listItem(
          `${plural(plain.length, 'image')} of a single colour, such as black frames: ${named(plain)}`,
        )
      : []),
  ];
}

/** The largest value of so many bits as a value has, e.g. 4,095. */
const fullScale = (value: number): number => 2 ** Math.max(1, Math.ceil(Math.log2(value + 1))) - 1;

function files(card: DataCard): string[] {
  const { counts, others, passedTables, hidden, innerLinks, emptyUnlabelled } = card;
  const lines = FOUND.filter(([key]) => counts[key] > 0).flatMap(([key, what]) =>
    listItem(`${plural(counts[key], 'image')} ${what}`),
  );
  lines.push(...remarks(card));
  if (others.length > 0) {
    lines.push(
      ...listItem(
        `${plural(others.length, 'file that is no image', 'files that are no images')}, passed over: ${named(others)}`,
      ),
    );
  }
  for (const { name, images } of passedTables.slice(0, NAMED)) {
    lines.push(
      ...listItem(
        `${name} names ${count(images)} of these images and is not read. If it has their labels, write "table": "${name}" into the source of the dataset`,
      ),
    );
  }
  for (const { place, images } of card.unlabelledIn.slice(0, NAMED)) {
    lines.push(...listItem(`${plural(images, 'image')} without a label from ${place}`));
  }
  if (emptyUnlabelled.length > 0) {
    lines.push(
      ...listItem(
        `${plural(emptyUnlabelled.length, 'folder')} for images without labels, but without an image: ${named(emptyUnlabelled)}`,
      ),
    );
  }
  if (hidden > 0) lines.push(...listItem(`${plural(hidden, 'hidden file')}, passed over`));
  if (innerLinks > 0)
    lines.push(
      ...listItem(`${plural(innerLinks, 'link')} to files of the same folder, passed over`),
    );
  return lines.length === 0 ? [] : ['What the files hold', ...lines];
}

function copies({
  copies: { labelled, unlabelled, dropped },
  nearCopies,
  equalPictures,
}: DataCard): string[] {
  const lines: string[] = [];
  if (labelled > 0)
    lines.push(
      ...listItem(
        `${plural(labelled, 'labelled copy', 'labelled copies')} of other images of the same class, left out: equal images count as one label`,
      ),
    );
  if (unlabelled > 0)
    lines.push(
      ...listItem(
        `${plural(unlabelled, 'unlabelled copy', 'unlabelled copies')} of other training images, left out`,
      ),
    );
  if (dropped > 0)
    lines.push(
      ...listItem(`${plural(dropped, 'copy', 'copies')} of held-out images, left out of training`),
    );
  if (equalPictures.length > 0) {
    lines.push(
      ...listItem(
        `${plural(equalPictures.length, 'test image is the picture', 'test images are pictures')} of a training or validation image, saved again in other bytes. They flatter every arm, and "duplicates" does not see them: remove one file of each pair, or put both into one "group".`,
      ),
      ...pairs(equalPictures),
    );
  }
  if (nearCopies.length > 0) {
    lines.push(
      ...listItem(
        `${plural(nearCopies.length, 'test image that looks', 'test images that look')} like a training image. If they show the same thing, they flatter every arm: put such images into one "group".`,
      ),
    );
    lines.push(...pairs(nearCopies));
  }
  return lines.length === 0 ? [] : ['Copies', ...lines];
}

const pairs = (found: DataCard['nearCopies']): string[] =>
  found.slice(0, 5).flatMap(({ test, train }) => [`    ${test}`, `      like ${train}`]);

function shortcuts({ shortcuts: found }: DataCard): string[] {
  if (found.length === 0) return [];
  return [
    'Possible shortcuts: what tells classes apart without looking at the picture',
    ...found.flatMap(({ fact, accuracy, majority }) =>
      listItem(
        `${fact} gives away the class of ${percent(accuracy, 0)} of the labelled images (the largest class alone: ${percent(majority, 0)})`,
      ),
    ),
  ];
}

function verdict(card: DataCard): string[] {
  const { dataset, problems } = card;
  const refused = faultLines(card);
  if (!isRefused(card)) return [...refused, `${dataset} can be used.`];
  return [
    ...problems.flatMap((problem) => wrappedLines(problem)),
    ...(problems.length > 0 ? [''] : []),
    ...refused,
    ...wrappedLines(`${dataset} cannot be used yet. ${waysOut(card)}`),
  ];
}

/** The files that give no image, and an empty line. */
function faultLines({ faults, skipsFaults }: DataCard): string[] {
  if (faults.length === 0) return [];
  const lines = faults.slice(0, NAMED).flatMap(({ file, what }) => [`  ${file}`, `    ${what}`]);
  const more = faults.length - NAMED;
  return [
    `${plural(faults.length, 'file gives', 'files give')} no image${skipsFaults ? ', left out' : ''}`,
    ...lines,
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
    '',
  ];
}

function waysOut({ faults, problems, skipsFaults }: DataCard): string {
  const ofFiles =
    'Repair or remove these files, or write "skipUnreadable": true into the source of the dataset.';
  if (problems.length === 0) return ofFiles;
  const also = faults.length > 0 && !skipsFaults ? ` ${ofFiles}` : '';
  return `Put the folders in order as said above.${also}`;
}
