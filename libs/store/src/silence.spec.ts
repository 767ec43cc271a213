import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemPlatform } from '@nhat/artifacts';
import { ownSilence, sharedSilence } from './silence';

describe('the silence of a store', () => {
  let root: string;
  let seconds: number;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nhat-silence-'));
    seconds = 1_000_000;
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const clock = () => seconds * 1000;
  const platform = { ...systemPlatform, now: clock, date: clock };
  const processOf = (run?: string) => sharedSilence(root, run, platform);
  const note = () => join(root, '.nhat/silent-store.json');
  /** How many seconds a process of the run does not ask. */
  const pause = (run?: string): number => {
    const start = seconds;
    const asking = processOf(run);
    while (asking.lasts()) seconds++;
    const length = seconds - start;
    seconds = start;
    return length;
  };

  it('lasts 30 s in the process that waited in vain', () => {
    const silence = ownSilence(platform);
    expect(silence.lasts()).toBe(false);
    silence.begin();
    seconds += 29;
    expect(silence.lasts()).toBe(true);
    seconds += 1;
    expect(silence.lasts()).toBe(false);
  });

  it('lasts for all processes of a run, and for no other run', () => {
    processOf('a').begin();
    expect([pause('a'), pause('b'), pause()]).toEqual([30, 0, 0]);
  });

  it('is doubled by each further wait in vain, up to ten minutes', () => {
    const pauses = Array.from({ length: 7 }, () => {
      processOf('a').begin();
      const length = pause('a');
      seconds += length;
      return length;
    });
    expect(pauses).toEqual([30, 60, 120, 240, 480, 600, 600]);
  });

  it('is not doubled by a process that had begun to wait before', () => {
    processOf('a').begin();
    seconds += 10;
    processOf('a').begin();
    expect(pause('a')).toBe(20);
  });

  it('begins anew with 30 s when the store has answered for a while', () => {
    processOf('a').begin();
    seconds += 30 + 60;
    processOf('a').begin();
    expect(pause('a')).toBe(30);
  });

  it('ends when the clock was set back by a day', () => {
    processOf('a').begin();
    seconds -= 86_400;
    expect(pause('a')).toBe(0);
  });

  it('writes no file outside a run', () => {
    processOf().begin();
    expect(existsSync(note())).toBe(false);
  });

  it.each(['', '{', 'null', '[]', '{"run":"a"}', '{"run":"a","until":"x","pauseMs":{}}'])(
    'passes over the damaged note %j and writes a new one',
    (text) => {
      processOf('a').begin();
      writeFileSync(note(), text);
      expect(pause('a')).toBe(0);
      processOf('a').begin();
      expect(pause('a')).toBe(30);
      expect(JSON.parse(readFileSync(note(), 'utf8'))).toMatchObject({ pauseMs: 30_000 });
    },
  );
});
