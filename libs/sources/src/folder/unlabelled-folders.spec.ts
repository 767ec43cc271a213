import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { JsonObject } from '@nhat/documents';
import { folder } from '../folder';
import { folderConfig } from '../testing/folder-config';
import { SHAPE_NAMES, picture, put, putClasses } from '../testing/picture-folder';

const root = temporaryFolder('unlabelled');
const place = { root, environment: {} };

let folders = 0;
const newFolder = (): string => {
  const path = join(root, `photos-${folders++}`);
  mkdirSync(path);
  return path;
};
const opened = async ({ path, ...options }: JsonObject & { path: string }) =>
  folder.open(folderConfig(path, options), place);

describe('unlabelled folders', () => {
  it('add training images without a label, which come last, and none twice', async () => {
    const [path, pool] = [newFolder(), newFolder()];
    await putClasses(path, 4);
    await putClasses(pool, 3, { first: 100 });
    put(pool, 'again.png', await picture('disc', 100));
    const { counts, labelled, images, summary } = await opened({ path, unlabelled: [pool] });
    expect(counts!.train - labelled!).toBe(9);
    const shard = await images('train', labelled!, 9);
    expect([shard.label, shard.count]).toEqual([undefined, 9]);
    expect(summary).toEqual(expect.any(Function));
  });

  it.each(['by its own name', 'by a link', 'as a link that leads out'])(
    'within the folder of the dataset are no class: named %s',
    async (how) => {
      const [path, elsewhere] = [newFolder(), newFolder()];
      await putClasses(path, 6);
      const pool = how === 'as a link that leads out' ? elsewhere : join(path, 'extra');
      for (let i = 0; i < 9; i++) put(pool, `${i}.png`, await picture('disc', 100 + i));
      if (how === 'as a link that leads out') symlinkSync(elsewhere, join(path, 'extra'));
      if (how === 'by a link') symlinkSync(pool, join(elsewhere, 'pool'));
      const named = how === 'by a link' ? join(elsewhere, 'pool') : join(path, 'extra');
      const { classes, counts, labelled } = await opened({ path, unlabelled: [named] });
      expect([classes, counts!.train - labelled!]).toEqual([[...SHAPE_NAMES], 9]);
    },
  );

  it.each(['unlabelled', 'train/unlabelled', 'Training/Unlabeled'])(
    'are found by their name beside splits and beside the classes of training: %s',
    async (name) => {
      const path = newFolder();
      await putClasses(join(path, name.startsWith('T') ? 'Training' : 'train'), 6);
      await putClasses(join(path, 'test'), 3, { first: 6 });
      for (let i = 0; i < 9; i++) put(path, `${name}/${i}.png`, await picture('disc', 100 + i));
      mkdirSync(join(path, name, 'empty'));
      const { classes, counts, labelled } = await opened({ path });
      expect([classes, counts!.train - labelled!]).toEqual([[...SHAPE_NAMES], 9]);
    },
  );

  it('beside the classes of a test are refused', async () => {
    const path = newFolder();
    await putClasses(join(path, 'train'), 6);
    await putClasses(join(path, 'test'), 3, { first: 6 });
    put(path, 'test/unlabelled/0.png', await picture('disc', 100));
    await expect(opened({ path })).rejects.toThrow(
      /outside the folders of classes \(got \["test\/unlabelled\/0\.png"\]/,
    );
  });

  it('that hold the images with labels themselves call none a copy of itself', async () => {
    const path = newFolder();
    await putClasses(path, 6);
    const link = `${path}-link`;
    symlinkSync(path, link);
    for (const named of [path, link]) {
      const text = await opened({ path, unlabelled: [named] }).then(String, String);
      expect(text).toMatch(/Name folders in "unlabelled" that hold no image with a label, or/);
      expect(text).toMatch(/\n {2}\w+\/\d\.png lies in a folder of "unlabelled", too/);
      expect(text).not.toMatch(/copies|png is /);
    }
  });

  it('that hold a test image are refused, or the copy is left out', async () => {
    const path = newFolder();
    await putClasses(path, 6);
    await expect(opened({ path, unlabelled: [path] })).rejects.toThrow(
      /both trained on and held out[^]*disc/,
    );
    const { counts, labelled } = await opened({ path, unlabelled: [path], duplicates: 'drop' });
    expect(counts!.train).toBe(labelled);
  });
});
