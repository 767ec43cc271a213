import { chosenEngine, forcedEngine } from '../chosen-engine';
import { EngineLoadError } from '../engine-kind';
import { openEngine } from '../open-engine';
import { describeEngine } from '../testing/describe-engine';
import { presentEngines } from '../testing/present-engines';
import { slowRead } from '../testing/slow-read';
import { cpu } from './cpu';
import { engines } from '.';

for (const kind of [...presentEngines, slowRead]) describeEngine(kind);

describe('the list of engines', () => {
  const before = process.env['NHAT_ENGINE'];
  afterEach(() => {
    if (before === undefined) delete process.env['NHAT_ENGINE'];
    else process.env['NHAT_ENGINE'] = before;
  });

  it('has each name once, and an automatic engine that is always available', () => {
    const names = engines.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(
      engines
        .filter((kind) => kind.automatic)
        .at(-1)!
        .available(),
    ).toBe(true);
  });

  it.each(engines.map((kind) => [kind.name, kind] as const))('is asked for %s', (name, kind) => {
    process.env['NHAT_ENGINE'] = name;
    expect(forcedEngine()).toBe(kind);
    expect(chosenEngine()).toBe(kind);
  });

  it.each(['', 'auto'])('is asked for none by "%s"', (value) => {
    process.env['NHAT_ENGINE'] = value;
    expect(forcedEngine()).toBeUndefined();
    expect(chosenEngine()).toBe(engines.find((kind) => kind.automatic && kind.available()));
  });

  it('refuses another name with those that there are', () => {
    process.env['NHAT_ENGINE'] = 'webgpu';
    for (const { name } of engines) expect(chosenEngine).toThrow(`"${name}"`);
    expect(chosenEngine).toThrow(/NHAT_ENGINE: .*"webgpu"/);
  });

  it('says what to do about an engine that was asked for and does not load', async () => {
    const broken = {
      ...cpu,
      load: async () => Promise.reject(new EngineLoadError('its files are damaged', 'repair them')),
    };
    await expect(openEngine({ engine: broken })).rejects.toThrow(
      /engine: its files are damaged.*repair them/,
    );
  });
});
