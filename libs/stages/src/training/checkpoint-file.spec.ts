import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { EngineIdentity } from '@nhat/engine';
import { checkpointFile } from './checkpoint-file';

const engine: EngineIdentity = {
  ...{ rung: 'native', backend: 'tensorflow', threads: 1, precision: 'float32' },
  ...{ version: '2.21.0', gpu: false, build: 'tensorflow-cpu-2.21.0', processor: '0123456789ab' },
};
const records = [
  { name: 'done', shape: [1], values: Float32Array.of(10) },
  { name: 'encoder/w', shape: [2, 2], values: Float32Array.of(1, -2, 0.5, 1e-9) },
];

function folder() {
  const work = temporaryFolder('checkpoint');
  const notes: string[] = [];
  const open = (by = engine) =>
    checkpointFile(
      { work, progress: { step: () => {}, note: (line) => void notes.push(line) } },
      { seconds: 0, engine: by },
    );
  return { work, path: join(work, 'checkpoint'), notes, open };
}

/** A folder with a checkpoint in it, and its bytes. */
function written() {
  const file = folder();
  void file.open().write(records);
  return { ...file, bytes: readFileSync(file.path) };
}

describe('a checkpoint', () => {
  it('is read as it was written, and leaves no other file', () => {
    const { work, open, notes } = written();
    expect(open().resume).toMatchObject(records);
    expect(notes).toEqual([]);
    expect(readdirSync(work)).toEqual(['checkpoint']);
  });

  it('is refused when any bit has changed, and when it is truncated or extended', () => {
    const { path, bytes, open, notes } = written();
    const spoilt: Buffer[] = [bytes.subarray(0, 0), Buffer.concat([bytes, Buffer.of(0)])];
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      spoilt.push(flipped, bytes.subarray(0, at));
    }
    for (const content of spoilt) {
      writeFileSync(path, content);
      expect(open().resume).toBeUndefined();
      expect(existsSync(path)).toBe(false);
    }
    expect(notes).toHaveLength(spoilt.length);
    for (const note of notes) expect(note).toMatch(/training starts anew$/);
  });

  it.each<Partial<EngineIdentity>>([
    { rung: 'wasm' },
    { precision: 'bfloat16' },
    { version: '2.22.0' },
    { build: 'tensorflow-cpu-2.21.0-wheel' },
    { processor: 'ba9876543210' },
    { threads: 2 },
    { gpu: true },
  ])('is refused by an engine with %j, with a note that names both', (other) => {
    const { open, notes } = written();
    expect(open({ ...engine, ...other }).resume).toBeUndefined();
    const [key, value] = Object.entries(other)[0]!;
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(`${key} ${JSON.stringify(engine[key as keyof EngineIdentity])}`);
    expect(notes[0]).toContain(`${key} ${JSON.stringify(value)}`);
  });

  it('replaces a folder, a link or a dangling link in its place', () => {
    const { path, open, notes, work } = written();
    const outside = join(temporaryFolder('outside'), 'file');
    const places: (() => void)[] = [
      () => mkdirSync(join(path, 'full'), { recursive: true }),
      () => {
        writeFileSync(outside, 'precious');
        symlinkSync(outside, path);
      },
      () => symlinkSync(join(work, 'nowhere'), path),
    ];
    for (const put of places) {
      rmSync(path, { recursive: true, force: true });
      put();
      const file = open();
      expect(file.resume).toBeUndefined();
      void file.write(records);
      expect(open().resume).toMatchObject(records);
    }
    expect(notes).toHaveLength(places.length);
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });
});
