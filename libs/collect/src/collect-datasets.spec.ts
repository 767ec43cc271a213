import { join } from 'node:path';
import sharp from 'sharp';
import type { Manifest } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { reportFiles } from '@nhat/report';
import { singleFixture } from '@nhat/report/testing/fixture';
import { folder } from '@nhat/sources/folder';
import { sources } from '@nhat/sources/registry';
import { SHAPE_NAMES, picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { images } from '@nhat/stages/images';
import { memoryBlobs, memoryRun } from '@nhat/stages/testing/memory-run';
import { collectDatasets } from './collect-datasets';

const path = join(temporaryFolder('private'), 'photos');

beforeAll(async () => {
  await putClasses(path, 6);
  const drawn = sharp(await picture('disc', 50));
  put(path, 'disc/grey.jpg', await drawn.clone().greyscale().jpeg().toBuffer());
  put(path, 'disc/turned.jpg', await drawn.withMetadata({ orientation: 6 }).jpeg().toBuffer());
  put(path, 'disc/empty.jpg', '');
  put(path, 'bar/again.png', await picture('bar', 0));
});

/** What a report says of the images of the folder, and its page. */
async function reported(options: JsonObject) {
  const blobs = memoryBlobs();
  const config: DatasetConfig = {
    ...{ dataset: 'photos', resolution: 16, counts: null },
    source: resolveSource({ name: 'folder', path, skipUnreadable: true, ...options }, sources),
  };
  const outputs = await images({ source: folder }).run(memoryRun(config, { blobs, upstream: [] }));
  const node = { node: 'images-photos', stage: 'images', config, outputs } as unknown as Manifest;
  const store = { readBlob: (digest: string) => Promise.resolve(blobs.read(digest)) };
  const datasets = await collectDatasets(
    [node],
    () => undefined,
    store,
    () => {},
  );
  const report = { ...singleFixture, datasets };
  const files = await reportFiles(report, () => Promise.resolve('<svg></svg>'));
  return { facts: datasets[0]!, page: files.find((file) => file.path === 'index.html')!.content };
}

it('images of users are in no report unless the document asks for samples', async () => {
  const { facts, page } = await reported({});
  expect(facts.samples).toEqual([]);
  expect(page.includes('data:image/png') || page.includes('<img')).toBe(false);
  const asked = await reported({ samples: true });
  expect(asked.facts.samples.map(({ label }) => label)).toEqual([...SHAPE_NAMES]);
  expect(asked.page.includes('data:image/png')).toBe(true);
});

it('other images give other digests of all and of the test images; samples change neither', async () => {
  const [{ facts }, { facts: sampled }] = [await reported({}), await reported({ samples: true })];
  expect(facts.images).toEqual(sampled.images);
  const { facts: fewer } = await reported({ seed: 7 });
  expect(fewer.images!.all).not.toBe(facts.images!.all);
  expect(fewer.images!.test).not.toBe(facts.images!.test);
});

it('a report says what the files of images hold, and how many gave none', async () => {
  const { facts, page } = await reported({});
  expect(facts.files).toMatchObject({ grey: 1, turned: 1, skipped: 1, labelledCopies: 1 });
  expect(facts.files).toMatchObject({ transparent: 0 });
  const [sentence] = /Images: [^.]*\./.exec(page)!;
  for (const words of [/1 grey/, /1 turned/, /1 left out because an equal/])
    expect(sentence).toMatch(words);
  expect(sentence).not.toMatch(/transparent/);
});
