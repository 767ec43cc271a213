import type { ImageShard, Split } from '@nhat/artifacts';
import { encodeShard } from '@nhat/artifacts';
import type { DatasetConfig, SourceEntry } from '@nhat/documents';
import type { ImageSource } from '../source';

/** What every source must do; `config` is a small dataset of it with at least 12 training and 2 test images. */
export function describeSource(
  name: string,
  entry: SourceEntry,
  source: ImageSource,
  config: DatasetConfig,
): void {
  describe(`${name}, as every source`, () => {
    const place = { root: process.cwd(), environment: process.env };
    const open = async () => source.open(config, place);
    const shard = async (split: Split, first: number, count: number) =>
      (await open()).images(split, first, count);

    it('gives each option a description and a default', () => {
      for (const [key, option] of Object.entries(entry.options.properties)) {
        expect([key, typeof option.description]).toEqual([key, 'string']);
        expect(option.default !== undefined || option.properties !== undefined).toBe(true);
      }
    });

    it('says what it is', () => {
      expect(entry.options.description).toMatch(/\.$/);
      expect(entry.words.about).toMatch(/\.$/);
    });

    it('names factors that are on or off, apart from all that images depend on otherwise', () => {
      const { factors, otherwise } = entry.factors?.(config.source) ?? {
        ...{ factors: {}, otherwise: config.source },
      };
      for (const [name, on] of Object.entries(factors)) {
        expect([name, typeof on]).toEqual([name, 'boolean']);
        expect(JSON.stringify(otherwise)).not.toContain(`"${name}"`);
      }
      expect(otherwise['name']).toBe(config.source.name);
    });

    it('makes images that depend on their number alone', async () => {
      const whole = await shard('train', 0, 12);
      const opened = await open();
      for (const first of [7, 2]) {
        const part = await opened.images('train', first, 3);
        const area = config.resolution ** 2 * 3;
        expect(
          Buffer.compare(part.pixels, whole.pixels.subarray(first * area, (first + 3) * area)),
        ).toBe(0);
        if (part.label && !part.scene) {
          expect([...part.label]).toEqual([...whole.label!.subarray(first, first + 3)]);
        }
      }
      expect(encodeShard(await shard('train', 0, 12))).toEqual(encodeShard(whole));
    });

    it('makes other images for testing', async () => {
      const [train, test] = [await shard('train', 0, 2), await shard('test', 0, 2)];
      expect([train.split, test.split]).toEqual(['train', 'test']);
      expect(Buffer.compare(train.pixels, test.pixels)).not.toBe(0);
    });

    it('has the truths that its entry promises, and a class for each label', async () => {
      const found = await shard('train', 0, 12);
      const { classes, truths } = await open();
      const promised = [...entry.truths(config.source)].sort();
      if (truths) expect([...truths].sort()).toEqual(promised);
      for (const kind of promised)
        expect([kind, found[kind as keyof ImageShard]]).not.toContain(undefined);
      for (const label of found.label ?? []) expect(classes[label]).toEqual(expect.any(String));
    });

    it('paints as many rows as its words name', async () => {
      const { sheet } = await open();
      const rows = entry.words.rows?.(config.source);
      expect(sheet === undefined).toBe(rows === undefined);
      if (sheet) expect(sheet.cells(await shard('train', 0, 12)).rows).toBe(rows!.count);
    });
  });
}
