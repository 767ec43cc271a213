import type { DataCard } from '@nhat/sources/inspect-folder';
import { cardText, isRefused } from './data-card-text';

const card: DataCard = {
  ...{ dataset: 'photos', resolution: 64, layout: 'class folders', unlabelled: 1200 },
  chosenColumns: [],
  labelled: { train: 250, validation: 30, test: 70 },
  ...{ splits: [70], testIsGiven: false },
  classes: Array.from({ length: 25 }, (_, at) => ({
    name: at === 0 ? 'a class with a name that is far too long for a column' : `class ${at}`,
    ...{ train: 10, validation: 1, test: at === 3 ? 1 : 3, grey: 0.5, transparent: 0 },
    ...{ shortSide: 480, type: 'jpeg' },
  })),
  counts: {
    ...{ grey: 175, transparent: 0, turned: 3, oriented: 5, unoriented: 340 },
    ...{ printed: 4, unprofiled: 2, pages: 0, deep: 0, enlarged: 0, blocky: 349 },
  },
  ...{ largest: 3000, range: null, plain: ['a/black.jpg'] },
  types: { jpeg: 349, png: 1 },
  shortSide: [48, 480, 3000],
  ...{ faults: [], problems: [], skipsFaults: false },
  others: ['notes.txt', 'l.csv'],
  passedTables: [{ name: 'l.csv', images: 340 }],
  unlabelledIn: [{ place: 'more.npz › x_extra', images: 1200 }],
  emptyUnlabelled: ['../pool'],
  doubtfulClasses: [{ name: 'Sandle', images: 14, like: 'Sandale', where: ['a.png (l.csv:2)'] }],
  ...{ hidden: 1, innerLinks: 0, copies: { labelled: 3, unlabelled: 2, dropped: 0 } },
  nearCopies: [{ test: 'a/1.jpg', train: 'b/2.jpg' }],
  equalPictures: [{ test: 'a/4.jpg', train: 'b/5.png' }],
  border: { linear: 0.4, cnn: 0.94 },
  shortcuts: [{ fact: 'the size', accuracy: 0.6, majority: 0.2 }],
};
const broken: DataCard = { ...card, faults: [{ file: 'a/3.jpg', what: 'an empty file' }] };

describe('a data card in words', () => {
  it('fits into 80 columns', () => {
    const lines = cardText(broken).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(30);
  });

  it('says which of several columns is read, and in how many rows another one differs', () => {
    const chosen = { of: 'label', read: 'label', passed: ['class'], differing: 3 } as const;
    const textOf = (differing: number) =>
      cardText({ ...card, chosenColumns: [{ ...chosen, passed: ['class'], differing }] });
    expect(textOf(3).replace(/\s+/g, ' ')).toContain(
      'Labels come from the column label; class is not read. They differ in 3 rows: "columns": { "label": "class" } in the source reads the other one.',
    );
    expect(textOf(0)).toMatch(/class is not read\.\n/);
  });

  it('says which pipelines ask for a method that these images do not suit, and what to write there', () => {
    const pipelines = [
      { path: 'pipelines/photos.json', methods: ['rotation'] },
      { path: 'pipelines/other.json', methods: ['simclr'] },
    ];
    const textOf = (cnn: number) =>
      cardText({ ...card, border: { linear: 0.3, cnn } }, pipelines).replace(/\s+/g, ' ');
    expect(textOf(0.94)).toContain(
      'Take another method: "methods": ["simclr"] in the pipeline. - pipelines/photos.json asks for rotation: replace it there.',
    );
    expect(textOf(0.3)).not.toMatch(/asks for rotation|another method/);
  });

  it('expects no answer of 100 test images, and says nothing of 500', () => {
    const textOf = (test: number, splits = [test]) =>
      cardText({ ...card, labelled: { ...card.labelled, test }, splits }).replace(/\s+/g, ' ');
    expect(textOf(20)).toContain('With 100 test images in all, no answer is to be expected');
    expect(textOf(20, [20, 20, 20])).toContain('With 60 test images in all, no answer');
    expect(textOf(40)).toContain('With 200 test images in all, expect intervals with wide ends');
    expect(textOf(500)).not.toMatch(/few test images|in all/);
  });

  it('names what is wrong with folders beside files that give no image, and refuses', () => {
    const problems = ['../photos: folders without images (got ["empty"]; expected images)'];
    expect(isRefused({ ...card, problems })).toBe(true);
    const text = cardText({ ...broken, problems, skipsFaults: true });
    expect(text).toMatch(/folders without images[^]*1 file gives no image, left out\n +a\/3\.jpg/);
    expect(text).toMatch(/cannot be used yet\. Put the folders in order as said above\.$/m);
  });

  it('keeps a name with a line break on one line', () => {
    const text = cardText({
      ...card,
      classes: [{ ...card.classes[1]!, name: 'a\nb' }],
      others: ['c\td\u001b[31m.txt'],
    });
    expect(text).toMatch(/^a\\u000ab +10 /m);
    expect(text).toContain('c\\u0009d\\u001b[31m.txt');
  });

  it('says what there is, and leaves out what there is not', () => {
    const text = cardText(card);
    for (const words of [
      /250 labelled and 1,200 unlabelled/,
      /and 5 smaller classes/,
      /3 images turned upright/,
      /5 images with an EXIF tag that says which side is up/,
      /340 images with the name of a camera, but without that tag/,
      /50 % of all images are grey/,
      /4 images in the colours of a printer[^]*2 images of these without a colour profile/,
      /349 images in JPEG made less than 1\.5 times smaller/,
      /Values of 16 bits go up to 3,000 alone, of 65,535[^]*"range": \[0, 4095\]/,
      /1 image of a single colour, such as black frames: a\/black\.jpg/,
      /notes\.txt/,
      /l\.csv names 340 of these images and is not read[^]*"table": "l\.csv"/,
      /1,200 images without a label from more\.npz › x_extra/,
      /a\/1\.jpg\n +like b\/2\.jpg/,
      /1 test image is the picture of a training or validation image, saved again[^]*a\/4\.jpg\n +like b\/5\.png/,
      /1 folder for images without labels, but without an image: \.\.\/pool/,
      /Sandle \(14 images\): did you mean Sandale\? a\.png \(l\.csv:2\), …/,
      /1 test image that looks like a training image/,
      /3 labelled copies of other images of the same class, left out/,
      /the size gives away the class of 60 %/,
      /border alone gives away how an image is turned with accuracy 94 %[^]*Take another\s+method/,
      /± 11\.4 points/,
      /These are few test images\. "splits": 5 in the source, and 5 seeds/,
      /With 350 test images in all, expect intervals with wide ends and few\s+numbers/,
      /Class class 3 has 1 test image/,
      /budgets go from 25 .* to 250, of\s+which class a class\s+with [^]* has 10\./,
      /photos can be used\.$/m,
    ]) {
      expect(text).toMatch(words);
    }
    expect(text).not.toMatch(/several frames|transparent part|upper 8/);
    expect(cardText({ ...card, range: [0, 4095] })).not.toMatch(/Values of 16 bits/);
    const counts = { ...card.counts, grey: 3 };
    expect(cardText({ ...card, counts, largest: 40_000, plain: [] })).not.toMatch(
      /images are grey|Values of 16 bits|single colour/,
    );
  });

  it('ends with the files that give no image, which are refused or left out', () => {
    expect([isRefused(card), isRefused(broken)]).toEqual([false, true]);
    expect(cardText(broken)).toMatch(
      /1 file gives no image\n +a\/3\.jpg\n +an empty file[^]*cannot be used yet/,
    );
    const skipped = { ...broken, skipsFaults: true };
    expect(isRefused(skipped)).toBe(false);
    expect(cardText(skipped)).toMatch(/no image, left out[^]*can be used\.$/m);
  });
});
