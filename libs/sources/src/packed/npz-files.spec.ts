import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npy } from '../testing/npy-file';
import {
  SIDE,
  opened,
  keyOf,
  foundIn,
  sayings,
  ownFolder,
  put,
  images,
  zip,
  labels,
  allImages,
  int64,
} from '../testing/packed-folder';

describe('a file of numpy', () => {
  const split = zip({
    x_train: allImages(),
    y_train: int64(labels, [30, 1]),
    x_test: npy(
      '|u1',
      [3, SIDE, SIDE],
      images([0, 1, 2].map((at) => at)).map((value) => value ^ 1) as Buffer,
    ),
    y_test: int64([0, 1, 2]),
  });

  it('gives images, labels and splits by the names of its arrays', async () => {
    const { classes, counts } = await opened(put('digits.npz', split), { validation: 0 });
    expect(classes).toEqual(['0', '1', '2']);
    expect(counts).toEqual({ train: 30, validation: 0, test: 3 });
  });

  it('gives the bytes that it has where nothing is resized, grey in three channels', async () => {
    const { images: shard, counts } = await opened(put('digits.npz', split), { validation: 0 });
    const { pixels, label } = await shard('train', 0, counts!.train);
    const found = new Set<number>();
    for (let at = 0; at < 30; at++) {
      const first = at * SIDE * SIDE * 3;
      const own = pixels.subarray(first, first + SIDE * SIDE * 3);
      const i = own[3 * ((label![at]! + 1) % SIDE)]!;
      found.add(i);
      expect(label![at]).toBe(i % 3);
      expect([...own.subarray(3 * label![at]!, 3 * label![at]! + 3)]).toEqual([255, 255, 255]);
    }
    expect(found.size).toBe(30);
  });

  it('has the same key whatever it is called and wherever it lies', async () => {
    const one = await keyOf(put('a.npz', split));
    expect(await keyOf(put('b.npz', split))).toEqual(one);
  });

  it.each([
    ['colour', { images: allImages(3), labels: int64(labels) }],
    [
      'texts',
      {
        images: allImages(),
        labels: npy('<U3', [30], textBytes(labels.map((l) => ['cat', 'dog', 'emu'][l]!))),
      },
    ],
    ['other bytes', { images: allImages(), label: npy('|i1', [30], Buffer.from(labels)) }],
  ])('may have %s', async (_, arrays) => {
    const { classes } = await opened(put('own.npz', zip(arrays)));
    expect(classes).toHaveLength(3);
  });

  it('may have arrays of any names, which the document gives', async () => {
    const path = put('own.npz', zip({ photographs: allImages(), species: int64(labels) }));
    const columns = { image: 'photographs', label: 'species' };
    expect((await opened(path, { columns })).classes).toHaveLength(3);
    await expect(opened(path, { columns: { ...columns, label: 'specie' } })).rejects.toThrow(
      /no such array \(got "specie"; expected one of photographs, species\).*"columns" in the source of the dataset/,
    );
  });

  it('gives the groups and splits that arrays say of each image', async () => {
    const patients = Array.from({ length: 30 }, (_, at) => Math.floor(at / 10));
    const words = patients.map((patient) => ['', 'dev', 'TEST'][patient]!);
    const arrays = { images: allImages(), labels: int64(labels), group: int64(patients) };
    const expected = ['0 null', '1 validation', '2 test'];
    const usual = put('own.npz', zip({ ...arrays, split: npy('<U4', [30], textBytes(words, 4)) }));
    expect(sayings(await foundIn(usual), 'group', 'split')).toEqual(expected);
    const { group, ...others } = arrays;
    const own = zip({ ...others, patient: group, part: npy('<U4', [30], textBytes(words, 4)) });
    const columns = { group: 'patient', split: 'part' };
    const named = put('own.npz', own);
    expect(sayings(await foundIn(named), 'group', 'split')).toEqual(['null null']);
    expect(sayings(await foundIn(named, { columns }), 'group', 'split')).toEqual(expected);
  });

  it.each([
    ['its name', 'train.npz', 'test.npz'],
    ['its folder', 'train/a.npz', 'test/a.npz'],
    ['the nearest of its folders', 'test/a/train/own.npz', 'train/b-test/own.npz'],
  ])('has the split that %s says where its arrays do not', async (_, train, test) => {
    const path = ownFolder();
    for (const [name, part] of [
      [train, allImages()],
      [test, allImages(3)],
    ] as const) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), zip({ images: part, labels: int64(labels) }));
    }
    const { counts } = await opened(path, { validation: 0 });
    expect(counts).toEqual({ train: 30, validation: 0, test: 30 });
  });

  it('has the split of its array rather than that of the file', async () => {
    const found = await foundIn(put('train.npz', split));
    expect(sayings(found, 'split').sort()).toEqual(['test', 'train']);
  });

  it('has the splits of arrays whose names have capitals for words', async () => {
    const arrays = { imagesTrain: allImages(), labelsTrain: int64(labels) };
    const test = { imagesTest: allImages(3), labelsTest: int64(labels) };
    const found = await foundIn(put('own.npz', zip({ ...arrays, ...test })));
    expect(sayings(found, 'split').sort()).toEqual(['test', 'train']);
  });

  it.each([
    ['capital letters', ['X_train', 'Y_train', 'X_test', 'Y_test']],
    ['X and Y at their ends', ['trainX', 'trainY', 'testX', 'testY']],
    ['X and Y at their beginnings', ['Xtrain', 'ytrain', 'Xtest', 'ytest']],
    ['capitals for words', ['trainImages', 'trainLabels', 'testImages', 'testLabels']],
    ['no names, in two pairs', ['arr_0', 'arr_1', 'arr_2', 'arr_3']],
  ])('finds the labels and splits of arrays with %s', async (_, [x, y, xTest, yTest]) => {
    const pair = { [x!]: allImages(), [y!]: int64(labels) };
    const test = { [xTest!]: allImages(3), [yTest!]: int64(labels) };
    const { counts, labelled } = await opened(put('own.npz', zip({ ...pair, ...test })), {
      validation: 0,
    });
    expect([counts, labelled]).toEqual([{ train: 30, validation: 0, test: 30 }, 30]);
  });

  it('is refused with a third pair of arrays without names, whose split nothing says', async () => {
    const arrays = { arr_0: allImages(), arr_1: int64(labels), arr_2: allImages(3) };
    const more = { arr_3: int64(labels), arr_4: allImages(4), arr_5: int64(labels) };
    await expect(opened(put('own.npz', zip({ ...arrays, ...more })))).rejects.toThrow(
      /own\.npz › arr_4: a third pair of arrays without names.*x_train=…, y_train=…/s,
    );
  });

  it('is refused with test images without labels, which would take part in pretraining', async () => {
    const arrays = { x_train: allImages(), y_train: int64(labels), x_test: allImages(3) };
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(
      /own\.npz › x_test: test images without labels \(got \["x_train: .*; expected y_test/,
    );
    const said = { images: allImages(), labels: int64(labels), masks: allImages(3) };
    const split = npy('<U5', [30], textBytes(Array<string>(30).fill('valid'), 5));
    await expect(opened(put('own.npz', zip({ ...said, split })))).rejects.toThrow(
      /own\.npz › masks: validation images without labels/,
    );
  });

  it('without labels needs no array of labels where the document names one', async () => {
    const path = put('own.npz', zip({ pictures: allImages(), species: int64(labels) }));
    const pool = put('pool.npz', zip({ pictures: allImages(3), species: int64([-1]) }));
    const other = put('other.npz', zip({ pictures: allImages(4) }));
    const { counts, labelled } = await opened(path, {
      columns: { image: 'pictures', label: 'species' },
      unlabelled: [pool, other],
    });
    expect(counts!.train - labelled!).toBe(60);
  });

  it('is refused without any labels with the names of its arrays', async () => {
    const arrays = { pictures: allImages(), species: int64(labels) };
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(
      /own\.npz: images, but no labels \(got \["pictures: 30 × 16 × 16 of u1","species: 30 of i8"\]/,
    );
  });

  it('gives groups of the images of each split by the names of arrays', async () => {
    const arrays = { x_train: allImages(), y_train: int64(labels), group_train: int64(labels) };
    const found = await foundIn(put('own.npz', zip(arrays)));
    expect(sayings(found, 'group', 'split')).toEqual(['0 train', '1 train', '2 train']);
  });

  it('is refused where an array that is named is not there, or says something else', async () => {
    const arrays = { images: allImages(), labels: int64(labels), part: int64(labels) };
    const path = put('own.npz', zip({ ...arrays, short: int64([1, 2]) }));
    await expect(opened(path, { columns: { group: 'patient' } })).rejects.toThrow(
      /no such array \(got "patient"; expected one of images, labels, part, short\)/,
    );
    await expect(opened(path, { columns: { group: 'short' } })).rejects.toThrow(
      /own\.npz › short: no group for each image \(got "2"; expected 30 groups\)/,
    );
    await expect(opened(path, { columns: { split: 'part' } })).rejects.toThrow(
      /own\.npz › part › 0: unknown split \(got "0"; expected train, validation or test/,
    );
  });

  it.each<[string, Record<string, Buffer>, RegExp]>([
    [
      'numbers with fractions',
      { images: npy('<f8', [1, 2, 2], Buffer.alloc(32)) },
      /own\.npz › images: .*no bytes.*"f8".*255 \*/s,
    ],
    [
      'Python objects',
      { images: allImages(), labels: npy('|O', [30], Buffer.from('cos\nsystem')) },
      /own\.npz › labels: .*Python objects.*astype/s,
    ],
    [
      'channels first',
      { images: npy('|u1', [2, 3, 4, 5], Buffer.alloc(120)) },
      /2 × 3 × 4 × 5.*transpose/s,
    ],
    [
      'too few labels',
      { images: allImages(), labels: int64([1, 2]) },
      /own\.npz › labels: .*30 labels/s,
    ],
    [
      'labels below 0, which stand for none',
      { images: allImages(), labels: int64(labels.map((label, at) => (at === 7 ? -1 : label))) },
      /own\.npz › labels › 7: no label \(got "-1"; expected a text or a whole number from 0\)/,
    ],
    [
      'labels with fractions',
      {
        images: allImages(),
        labels: npy('<f8', [30], Buffer.from(Float64Array.from(labels, (l) => l + 0.5).buffer)),
      },
      /labels: .*no whole numbers/s,
    ],
    ['no images', { labels: int64(labels) }, /no array of images \(got \["labels: 30 of i8"\]/],
    [
      'an array that ends too soon',
      { images: npy('|u1', [30, SIDE, SIDE], Buffer.alloc(9)) },
      /images: cut off.*9 bytes.*7680/s,
    ],
  ])('is refused with %s', async (_, arrays, message) => {
    await expect(opened(put('own.npz', zip(arrays)))).rejects.toThrow(message);
  });

  it('may have other arrays of three sides or more beside its images', async () => {
    const boxes = npy('<f8', [30, 4, 2], Buffer.alloc(30 * 64));
    const arrays = { images: allImages(), labels: int64(labels), boxes };
    expect(await foundIn(put('own.npz', zip(arrays)))).toHaveLength(30);
    const test = put('own.npz', zip({ ...arrays, x_test: boxes }));
    await expect(opened(test)).rejects.toThrow(/x_test: images whose values are no bytes/);
  });

  it('may be of Python 2, which writes the sides of arrays as long numbers', async () => {
    const pixels = Buffer.from(
      allImages().toString('latin1').replace('(30, 16, 16), } ', '(30L,16L,16L), }'),
      'latin1',
    );
    const whole = await keyOf(put('own.npz', zip({ images: allImages(), labels: int64(labels) })));
    const path = put('own.npz', zip({ images: pixels, labels: int64(labels) }));
    expect(await keyOf(path)).toEqual(whole);
  });

  it('is refused in the order of Fortran', async () => {
    const array = npy('|u1', [30, SIDE, SIDE], images(labels), true);
    await expect(opened(put('own.npz', zip({ images: array })))).rejects.toThrow(
      /Fortran.*ascontiguousarray/s,
    );
  });
});

function textBytes(texts: readonly string[], length = 3): Buffer {
  const bytes = Buffer.alloc(texts.length * length * 4);
  texts.forEach((text, row) =>
    [...text].forEach((letter, at) =>
      bytes.writeUInt32LE(letter.codePointAt(0)!, (row * length + at) * 4),
    ),
  );
  return bytes;
}
