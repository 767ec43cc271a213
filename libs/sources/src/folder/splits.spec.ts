import { sha256 } from '@nhat/artifacts';
import type { FoundImage } from './found-image';
import { splitImages } from './split-images';

const options = { path: 'photos', test: 0.2, validation: 0.1, seed: 0 };

/** Images of three classes in turn, by number; `given` changes one. */
const imagesOf = (
  count: number,
  given: (number: number) => Partial<FoundImage> = () => ({}),
): FoundImage[] =>
  Array.from({ length: count }, (_, number) => ({
    file: { sha256: sha256(`image ${number}`), type: 'png' } as FoundImage['file'],
    where: `${number}.png`,
    ...{ label: `class ${number % 3}`, split: null, group: null },
    ...given(number),
  }));

const tested = (images: readonly FoundImage[], split: number, more: object = {}): string[] =>
  splitImages(images, { ...options, ...more, split })
    .filter((image) => image.split === 'test')
    .map(({ where }) => where);

describe('several splits of the same images', () => {
  const images = imagesOf(600);

  it('test each image once where the shares fill the whole, and a fifth each', () => {
    const splits = [0, 1, 2, 3, 4].map((split) => tested(images, split));
    expect(splits.flat().sort()).toEqual(images.map(({ where }) => where).sort());
    for (const { length } of splits) {
      expect(length).toBeGreaterThan(90);
      expect(length).toBeLessThan(150);
    }
  });

  it('train on what others test, and validate on images of their own', () => {
    const second = splitImages(images, { ...options, split: 1 });
    const first = new Set(tested(images, 0));
    const before = second.filter(({ where }) => first.has(where));
    expect(before.every(({ split }) => split === 'train')).toBe(true);
    const held = second.filter(({ split }) => split === 'validation');
    expect(held.length).toBeGreaterThan(25);
  });

  it('have the first split of a document without the key', () => {
    expect(splitImages(images, { ...options, split: 0 })).toEqual(splitImages(images, options));
  });

  it('move no image from one split to another when images are added', () => {
    const more = tested(imagesOf(900), 2);
    expect(more).toEqual(expect.arrayContaining(tested(images, 2)));
  });

  it('keep groups together', () => {
    const grouped = imagesOf(600, (number) => ({ group: `patient ${number % 100}` }));
    const numbers = [0, 1, 2].map((split) => tested(grouped, split));
    const patients = numbers.map((names) => new Set(names.map((name) => parseInt(name, 10) % 100)));
    patients.forEach((own, at) => expect(numbers[at]).toHaveLength(6 * own.size));
    expect(new Set(patients.flatMap((own) => [...own])).size).toBe(
      patients.reduce((sum, { size }) => sum + size, 0),
    );
  });
});

describe('several splits are refused', () => {
  it('where the files say which images are for testing', () => {
    const given = imagesOf(60, (number) => (number < 12 ? { split: 'test' } : {}));
    expect(() => tested(given, 1)).toThrow(
      /photos: several "splits", though the files say which images are for testing.*12 test images.*Remove "splits"/s,
    );
    expect(tested(given, 0)).toHaveLength(12);
  });

  it('where groups are so large that two splits test the same one', () => {
    const grouped = imagesOf(60, (number) => ({ group: `camera ${number % 3}` }));
    const refused = [0, 1, 2, 3, 4, 5].filter((seed) => {
      try {
        for (const split of [1, 2, 3]) tested(grouped, split, { seed });
        return false;
      } catch (error) {
        expect((error as Error).message).toMatch(
          /photos: splits \d and \d test the same images.*in common.*fewer "splits", another "seed"/s,
        );
        return true;
      }
    });
    // Each camera has a class of its own, which every split has to test.
    expect(refused).toHaveLength(6);
  });
});
