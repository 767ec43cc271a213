import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { FormatError, sha256 } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { decodePack, encodePack, openPacks, packPath, packText, travels } from '.';
import type { PackContent } from '.';
import { sampleManifest } from './testing/sample-manifest';

const FILE = Buffer.from('a curve of losses');
const PICTURE = Buffer.from('the shown part of a sheet');
const SHEET = sha256('a contact sheet of 500 kB');
const pipeline = {
  ...{ name: 'study', question: 'Q?', cost: 'C.', expected: 'E.', claims: [], utilities: ['b'] },
};
const decision = {
  ...{ labels: 100, labelPrice: 0.2, hourPrice: 0.5, currency: 'EUR', hours: { rotation: 2 } },
};
const withDecision = (changed: unknown) =>
  withHeader({ pipeline: { ...pipeline, decision: changed } });
const manifests = ['a', 'b', 'c'].map((node, seed) => sampleManifest(node, seed));
const content: PackContent = {
  ...{ pipeline, planned: 3, manifests },
  checkout: { commit: '1'.repeat(40), changed: false },
  files: new Map([[sha256(FILE), FILE]]),
  pictures: new Map([[SHEET, PICTURE]]),
};
const whole = encodePack(content);

/** A pack with these lines, whose first line is right. */
function packOf(lines: readonly string[], first?: { length: number }): Buffer {
  const text = Buffer.from(lines.join('\n'));
  const line = `nhat-pack 1 ${sha256(text)} ${first?.length ?? text.length}\n`;
  return Buffer.concat([Buffer.from(line), brotliCompressSync(text)]);
}
const lines = packText(whole).split('\n');
const withHeader = (change: object) =>
  packOf([JSON.stringify({ ...(JSON.parse(lines[0]!) as object), ...change }), ...lines.slice(1)]);

/** A workspace with these files in `published/`, and what is said of them. */
function published(files: Record<string, Uint8Array>) {
  const root = temporaryFolder('packs');
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, 'published', path)), { recursive: true });
    writeFileSync(join(root, 'published', path), bytes);
  }
  const said: string[] = [];
  return { root, said, packs: openPacks(root, {}, (line) => said.push(line)) };
}
const found = ({ packs }: ReturnType<typeof published>) =>
  manifests.flatMap(({ actionKey }) => packs.find(actionKey)?.node ?? []);

describe('a pack', () => {
  it('gives back what went in', () => {
    const pack = decodePack(whole);
    expect(pack).toMatchObject({ pipeline, planned: 3, checkout: content.checkout });
    expect(manifests.map(({ actionKey }) => pack.manifest(actionKey))).toEqual(manifests);
    expect(pack.file(sha256(FILE))).toEqual(FILE);
    expect(pack.picture(SHEET)).toEqual(PICTURE);
    expect(pack.manifest('f'.repeat(64))).toBeUndefined();
  });

  it('keeps in how many rounds runs were added after a look at the results', () => {
    const decided = { ...pipeline, rounds: 2 };
    expect(decodePack(encodePack({ ...content, pipeline: decided })).pipeline).toEqual(decided);
  });

  it.each([
    ['whole', decision],
    ['without prices', { ...decision, labelPrice: null, currency: null, hours: null }],
    ['with the same hours for all arms', { ...decision, hours: 3 }],
  ])('keeps a decision %s', (_, kept) => {
    const bytes = encodePack({ ...content, pipeline: { ...pipeline, decision: kept } });
    expect(decodePack(bytes).pipeline.decision).toEqual(kept);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', '100 labels'],
    ['without labels', { ...decision, labels: undefined }],
    ['for half a label', { ...decision, labels: 0.5 }],
    ['with a price that is a text', { ...decision, labelPrice: '0.2' }],
    ['with a negative price', { ...decision, hourPrice: -1 }],
    ['without the price of an hour', { ...decision, hourPrice: undefined }],
    ['with a currency that is a number', { ...decision, currency: 1 }],
    ['with hours that are a text', { ...decision, hours: { rotation: '2' } }],
    ['with hours in a list', { ...decision, hours: [2] }],
    ['with an unknown key', { ...decision, budget: 5 }],
  ])('with a decision that is broken, %s, is refused', (_, broken) => {
    expect(() => decodePack(withDecision(broken))).toThrow(FormatError);
  });

  it('has the same bytes for the same content in any order, and one digest at every commit', () => {
    const other = { ...content, manifests: [...manifests].reverse() };
    expect(encodePack(other)).toEqual(whole);
    const later = encodePack({ ...content, checkout: null });
    expect(later).not.toEqual(whole);
    expect(decodePack(later).resultsDigest).toBe(decodePack(whole).resultsDigest);
    const changed = encodePack({ ...content, manifests: manifests.slice(1) });
    expect(decodePack(changed).resultsDigest).not.toBe(decodePack(whole).resultsDigest);
  });

  it('holds neither weights nor images to train on', () => {
    expect(['weights', 'train-000', 'test-012', 'validation-3'].filter(travels)).toEqual([]);
    expect(['losses', 'sheet', 'reconstructions'].every(travels)).toBe(true);
  });

  it.each([0, 1, 40, 90, 120, whole.length - 1])('cut off after %i bytes is refused', (length) => {
    expect(() => decodePack(whole.subarray(0, length))).toThrow(FormatError);
  });

  it('with a flipped bit is refused, wherever it is', () => {
    for (let at = 0; at < whole.length; at += 7) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << (at % 8);
      expect(() => decodePack(damaged)).toThrow(FormatError);
    }
  });

  it.each<[string, Uint8Array]>([
    ['more content than its first line says', packOf(lines, { length: 10 })],
    ['a first line that says 900 MB', packOf(lines, { length: 900_000_000 })],
    ['a line too many', packOf([...lines, ''])],
    ['a header that is no JSON', packOf(['{', ...lines.slice(1)])],
    ['the header null', packOf(['null', ...lines.slice(1)])],
    ['a key that is none', withHeader({ results: ['../a', 'b', 'c'] })],
    ['one key twice', withHeader({ results: Array<string>(3).fill(manifests[0]!.actionKey) })],
    ['a pipeline that leads elsewhere', withHeader({ pipeline: { ...pipeline, name: '../../x' } })],
    ['rounds that are no number', withHeader({ pipeline: { ...pipeline, rounds: '2' } })],
    ['a node that leads elsewhere', withHeader({ pipeline: { ...pipeline, utilities: ['../x'] } })],
    ['another format', withHeader({ format: 2 })],
  ])('with %s is refused', (_, bytes) => {
    expect(() => decodePack(bytes)).toThrow(FormatError);
  });
});

describe('published packs', () => {
  it('answer by action key and digest, also in folders', () => {
    const mini = encodePack({ ...content, pipeline: { ...pipeline, name: 'mini/one' } });
    const { root, said, packs } = published({ 'mini/one.nhat-pack': mini });
    expect(packPath('mini/one')).toBe(join('published', 'mini', 'one.nhat-pack'));
    expect(packs.find(manifests[1]!.actionKey)).toEqual(manifests[1]);
    expect([packs.file(sha256(FILE)), packs.picture(SHEET)]).toEqual([FILE, PICTURE]);
    expect(packs.file(SHEET)).toBeUndefined();
    expect(said).toEqual([]);
    const off = openPacks(root, { NHAT_PUBLISHED: 'off' }, (line) => said.push(line));
    expect(off.find(manifests[1]!.actionKey)).toBeUndefined();
    expect(() => openPacks(root, { NHAT_PUBLISHED: 'no' }, () => undefined)).toThrow(
      /NHAT_PUBLISHED/,
    );
  });

  it.each<[string, Uint8Array]>([
    ['truncated', whole.subarray(0, whole.length - 5)],
    ['empty', Buffer.alloc(0)],
    ['no pack', Buffer.from('x'.repeat(5000))],
    [
      'that of another pipeline',
      encodePack({ ...content, pipeline: { ...pipeline, name: 'other' } }),
    ],
  ])('that are %s cost one line and give nothing', (_, bytes) => {
    const workspace = published({ 'study.nhat-pack': bytes });
    expect([found(workspace), found(workspace)]).toEqual([[], []]);
    expect(workspace.said).toEqual([
      expect.stringMatching(/^published\/study\.nhat-pack: damaged/),
    ]);
  });

  it('that hold the content of another key give what is right, and one line', () => {
    const [header, a, b, ...rest] = lines as [string, string, string];
    const workspace = published({ 'study.nhat-pack': packOf([header, b, a, ...rest]) });
    expect(found(workspace)).toEqual(['c']);
    expect(workspace.said).toEqual([
      expect.stringMatching(/^published\/study\.nhat-pack: .*something else/),
    ]);
  });

  it('with a file of another digest do not give it', () => {
    const wrong = [...lines];
    wrong[4] = Buffer.from('planted').toString('base64');
    const { said, packs } = published({ 'study.nhat-pack': packOf(wrong) });
    expect(packs.file(sha256(FILE))).toBeUndefined();
    expect(said).toHaveLength(1);
  });

  it('with scores that were edited do not give them', () => {
    const edited = lines.map((line, at) =>
      at === 1 ? line.replace('"test":0.5', '"test":0.9') : line,
    );
    const workspace = published({ 'study.nhat-pack': packOf(edited) });
    expect(found(workspace)).toEqual(['b', 'c']);
    expect(workspace.said).toHaveLength(1);
  });

  it('are not read through links, and a folder is none', () => {
    const elsewhere = published({ 'study.nhat-pack': whole });
    const { root, packs, said } = published({ 'x.nhat-pack/y': Buffer.alloc(1) });
    symlinkSync(
      join(elsewhere.root, 'published/study.nhat-pack'),
      join(root, 'published/study.nhat-pack'),
    );
    symlinkSync(join(elsewhere.root, 'published'), join(root, 'published/all'));
    expect(packs.find(manifests[0]!.actionKey)).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('link')]);
    expect(readFileSync(join(elsewhere.root, 'published/study.nhat-pack'))).toEqual(whole);
  });

  it('need not be there', () => {
    const workspace = published({});
    expect([found(workspace), workspace.said]).toEqual([[], []]);
  });
});
