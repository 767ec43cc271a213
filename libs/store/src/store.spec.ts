import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { openStore } from '.';
import { sampleManifest } from './testing/sample-entries';

const bytes = Buffer.from('weights of a network');
const manifest = sampleManifest;
const key = manifest().actionKey;

describe('folder store', () => {
  let folder: string;
  let warnings: string[];
  const open = () => openStore('/', { NHAT_STORE: folder }, (line) => warnings.push(line));
  const blob = () => join(folder, 'cas', sha256(bytes));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nhat-store-'));
    warnings = [];
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it('keeps blobs by digest and manifests by action key', async () => {
    const digest = await open().writeBlob(bytes);
    expect(digest).toBe(sha256(bytes));
    await open().publish(manifest({ weights: digest }));
    expect(await open().readBlob(digest)).toEqual(bytes);
    expect(await open().find(key)).toEqual(manifest({ weights: digest }));
    expect(readdirSync(folder).sort()).toEqual(['ac', 'cas']);
    expect(warnings).toEqual([]);
  });

  it('opens a blob whose content belongs to its digest, and no other', async () => {
    const digest = await open().writeBlob(bytes);
    const entry = open().openBlob(digest)!;
    expect(Buffer.from(entry.bytes)).toEqual(bytes);
    const part = new Uint8Array(7);
    entry.file.read(part, 3);
    expect(Buffer.from(part)).toEqual(bytes.subarray(3, 10));
    entry.file.close();
    truncateSync(blob(), 5);
    expect(open().openBlob(digest)).toBeUndefined();
    rmSync(blob());
    expect(open().openBlob(digest)).toBeUndefined();
    expect(open().openBlob('../../etc/passwd')).toBeUndefined();
  });

  it('keeps a whole result, replaces one whose files are gone, and takes none without a claim', async () => {
    const { node } = manifest();
    const digest = await open().writeBlob(bytes);
    const first = manifest({ weights: digest });
    const later = { ...manifest(), node: `${node}-later` };
    const stale = () => false;
    expect(await open().publish(first, stale)).toBeUndefined();
    expect(existsSync(join(folder, 'ac', key))).toBe(false);
    expect(await open().publish(first)).toBe(first);
    expect(await open().publish(later)).toEqual(first);
    expect(await open().publish(later, stale)).toEqual(first);
    rmSync(blob());
    expect(await open().publish(later, stale)).toBeUndefined();
    expect(await open().publish(later)).toBe(later);
    expect(await open().find(key)).toEqual(later);
  });

  it('is empty at first, and reading makes no folders', async () => {
    expect(await open().find(key)).toBeUndefined();
    expect(await open().readBlob(sha256(bytes))).toBeUndefined();
    expect(await open().hasBlob(sha256(bytes))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[string, () => void]>([
    ['truncated', () => truncateSync(blob(), 5)],
    ['emptied', () => truncateSync(blob(), 0)],
    ['changed in one bit', () => writeFileSync(blob(), 'Weights of a network')],
  ])('quarantines a %s blob and takes a fresh copy', async (_, damage) => {
    const digest = await open().writeBlob(bytes);
    damage();
    expect(await open().readBlob(digest)).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      new RegExp(`^store: ${blob()} is damaged \\(got .*\\); moved to .*quarantine`),
    );
    expect(existsSync(blob())).toBe(false);
    await open().writeBlob(bytes);
    expect(await open().readBlob(digest)).toEqual(bytes);
  });

  it('repairs a damaged blob when the same bytes are written again', async () => {
    const digest = await open().writeBlob(bytes);
    truncateSync(blob(), 5);
    await open().writeBlob(bytes);
    expect(await open().readBlob(digest)).toEqual(bytes);
  });

  it.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, -20)],
    ['edited', (text) => text.replace('"classes": 10', '"classes": 11')],
    ['of another key', (text) => text.replaceAll(key, 'b'.repeat(64))],
  ])('rejects a manifest that is %s', async (_, change) => {
    await open().publish(manifest({}));
    const path = join(folder, 'ac', key);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    expect(await open().find(key)).toBeUndefined();
    expect(warnings[0]).toContain('not a whole manifest');
    expect(existsSync(path)).toBe(false);
  });

  it('does not offer a result whose blob is gone', async () => {
    const digest = await open().writeBlob(bytes);
    await open().publish(manifest({ weights: digest }));
    rmSync(blob());
    expect(await open().find(key)).toBeUndefined();
  });

  it('rejects with a message when it may not write, and leaves no files', async () => {
    chmodSync(folder, 0o555);
    await expect(asNobody(() => open().writeBlob(bytes))).rejects.toThrow(
      /cas: no permission \(got "EACCES"\)\. Change its owner or mode/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('counts a file that it may not read as absent, with one line, and replaces it', async () => {
    mkdirSync(join(folder, 'cas'), { mode: 0o700 });
    await open().writeBlob(bytes);
    for (const path of [folder, join(folder, 'cas')]) chmodSync(path, 0o777);
    chmodSync(blob(), 0o000);
    await asNobody(async () => {
      const store = open();
      expect(await store.hasBlob(sha256(bytes))).toBe(false);
      expect(await store.readBlob(sha256(bytes))).toBeUndefined();
      expect(await store.readBlob(sha256(bytes))).toBeUndefined();
      expect(warnings).toEqual([expect.stringMatching(/may not be read .*EACCES.* absent$/)]);
      await store.writeBlob(bytes);
      expect(await store.readBlob(sha256(bytes))).toEqual(bytes);
    });
  });

  it.each(['ftp://store', 's3://bucket', 'file:///tmp/store', 'svn+ssh://host/x'])(
    'does not treat the URL %s as a folder',
    (location) => {
      expect(() => openStore('/', { NHAT_STORE: location })).toThrow(
        `(got "${location}"; expected the path of a folder`,
      );
    },
  );
});

/** Root may write anywhere, so as root this runs `act` as a user without permissions. */
async function asNobody<Result>(act: () => Promise<Result>): Promise<Result> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid!(65_534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}
