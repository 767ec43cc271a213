import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fasterPrecision, keepSpeed, measuredSpeed } from './measured-speed';
import { openEngine } from './open-engine';
import { presentEngines } from './testing/present-engines';

describe('the precision that auto takes', () => {
  let folder: string;
  const before = process.env['XDG_CACHE_HOME'];

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhat-speed-'));
    process.env['XDG_CACHE_HOME'] = folder;
  });

  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    fs.rmSync(folder, { recursive: true });
  });

  it('is bfloat16 only where that is clearly faster', () => {
    expect(fasterPrecision({ float32: 100, bfloat16: 200 })).toBe('bfloat16');
    expect(fasterPrecision({ float32: 100, bfloat16: 110 })).toBe('float32');
    expect(fasterPrecision({ float32: 100, bfloat16: 30 })).toBe('float32');
  });

  it('is kept for a version of the library, and a damaged file is as none', () => {
    expect(measuredSpeed('1.0')).toBeUndefined();
    keepSpeed('1.0', { float32: 100, bfloat16: 200 });
    expect(measuredSpeed('1.0')).toEqual({ float32: 100, bfloat16: 200 });
    expect(measuredSpeed('2.0')).toBeUndefined();
    const kept = path.join(folder, 'nhat', 'engine');
    const [file, ...others] = fs.readdirSync(kept);
    expect(others).toEqual([]);
    fs.writeFileSync(path.join(kept, file!), '{"float32": 100');
    expect(measuredSpeed('1.0')).toBeUndefined();
  });

  it('does not stop a training where the cache cannot be written', () => {
    process.env['XDG_CACHE_HOME'] = path.join(folder, 'file');
    fs.writeFileSync(path.join(folder, 'file'), '');
    expect(() => keepSpeed('1.0', { float32: 100, bfloat16: 200 })).not.toThrow();
    expect(measuredSpeed('1.0')).toBeUndefined();
  });

  it.each(presentEngines.map((kind) => [kind.name, kind] as const))('on %s', async (_, engine) => {
    const { version, precision: usual } = await openEngine({ engine });
    expect(usual).toBe('float32');
    const auto = async () => (await openEngine({ engine, precision: 'auto' })).precision;
    if (!engine.capabilities.bfloat16) {
      expect(await auto()).toBe('float32');
      expect((await openEngine({ engine, precision: 'bfloat16' })).precision).toBe('float32');
      return;
    }
    const first = await auto();
    const measured = measuredSpeed(version)!;
    expect(first).toBe(fasterPrecision(measured));
    for (const bfloat16 of [0.5, 2]) {
      keepSpeed(version, { float32: 100, bfloat16: 100 * bfloat16 });
      expect(await auto()).toBe(bfloat16 === 2 ? 'bfloat16' : 'float32');
    }
    await openEngine({ engine });
  });
});
