import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { takeLock } from '@nhat/artifacts';
import { sweep, sweepWhenDue } from './sweep';

const NOW = Date.now();
const [HOUR, DAY] = [3_600_000, 24 * 3_600_000];
const key = (letter: string) => letter.repeat(64);

const DEAD = JSON.stringify({ pid: 99_999_999, host: hostname() });

describe('the sweep', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nhat-sweep-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const at = (path: string) => join(root, '.nhat', path);
  const aged = (path: string, age: number) =>
    utimesSync(at(path), (NOW - age) / 1000, (NOW - age) / 1000);
  const file = (path: string, age: number) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), DEAD);
    aged(path, age);
  };
  const swept = (records: string[] = []) =>
    sweep({ root, store: at('store'), records: new Set(records), now: NOW });
  const remain = (...paths: string[]) => paths.map((path) => existsSync(at(path)));

  it.each<[string, string, number]>([
    ['a half-written file of the store', `store/cas/${key('a')}.12.part`, HOUR],
    ['a half-written claim', `store/claims/${key('a')}.lock.12.part`, HOUR],
    ['a half-written result', `store/ac/${key('a')}.part`, HOUR],
    ['a half-written tool', 'tools/plugin.cjs.3.part', HOUR],
    ['a half-written state of a node', 'live/node-a.json.4.part', HOUR],
    ['a half-written note of a result', 'made-here/scratch-a.4.part', HOUR],
    ['half-written digests of files', 'digests/a.json.4.part', HOUR],
    ['the half-written record of a report', 'reports/a.json.4.part', HOUR],
    ['a half-written record', `nodes/aa/${key('a')}.json.1.part`, HOUR],
    ['a damaged file that was put aside', `store/quarantine/cas-${key('a')}.7`, 7 * DAY],
    ['the address of a worker that is gone', `workers/${hostname()}-99999999-1`, 7 * DAY],
    ['the address of a worker of another machine', 'workers/elsewhere-1-1', 7 * DAY],
    ['a record that is in no plan', `nodes/aa/${key('a')}.json`, 30 * DAY],
    ['the unpacked results of a pack', `published/${key('a')}`, 7 * DAY],
    ['the bundle of a stage', 'tools/stage-0123456789abcdef.cjs', 7 * DAY],
    ['a lock without a work folder', `work/${key('a')}.lock`, 7 * DAY],
  ])('removes %s when it is old, not before', (_, path, age) => {
    file(path, age - HOUR / 2);
    expect(swept()).toEqual([]);
    expect(remain(path)).toEqual([true]);
    aged(path, age + HOUR / 2);
    expect(swept()).toEqual([at(path)]);
    expect(remain(path)).toEqual([false]);
  });

  it('removes the folder of an nx verify that was killed, and not that of a live one', async () => {
    const [left, used] = ['verify/0123456789ab', 'verify/ba9876543210'];
    for (const folder of [left, used]) {
      file(`${folder}/request.json`, 8 * DAY);
      aged(folder, 8 * DAY);
    }
    const lock = await takeLock(at(`${used}.lock`));
    expect(swept()).toEqual([at(left)]);
    lock.release();
    expect(swept()).toEqual([at(used)]);
  });

  it('keeps the bundle of a command', () => {
    file('tools/commands-plan-ts.cjs', 90 * DAY);
    expect(swept()).toEqual([]);
  });

  it('removes an abandoned work folder with its lock', () => {
    file(`work/${key('a')}/checkpoint`, 8 * DAY);
    file(`work/${key('a')}.lock`, 8 * DAY);
    aged(`work/${key('a')}`, 6 * DAY);
    swept();
    expect(remain(`work/${key('a')}/checkpoint`)).toEqual([true]);
    aged(`work/${key('a')}`, 8 * DAY);
    swept();
    expect(remain(`work/${key('a')}`, `work/${key('a')}.lock`)).toEqual([false, false]);
  });

  it.each(['quarantine', 'cas'])('removes nothing behind a link named %s', (name) => {
    file(`precious/${key('a')}.part`, 90 * DAY);
    mkdirSync(at('store'));
    symlinkSync(at('precious'), at(`store/${name}`));
    expect(swept()).toEqual([]);
    expect(remain(`precious/${key('a')}.part`)).toEqual([true]);
  });

  it('keeps the files of a live process', async () => {
    file(`work/${key('a')}/checkpoint`, 8 * DAY);
    aged(`work/${key('a')}`, 8 * DAY);
    const lock = await takeLock(at(`work/${key('a')}.lock`));
    file(`workers/${hostname()}-${process.pid}-1`, 8 * DAY);
    file(`nodes/bb/${key('b')}.json`, 90 * DAY);
    expect(swept([key('b')])).toEqual([]);
    lock.release();
  });

  it('keeps results, the ledger and unknown files', () => {
    const kept = [`store/ac/${key('a')}`, `store/cas/${key('a')}`, 'ledger.jsonl', 'work/notes'];
    kept.forEach((path) => file(path, 400 * DAY));
    expect(swept()).toEqual([]);
    expect(remain(...kept)).toEqual(kept.map(() => true));
  });

  it('runs at most once an hour', () => {
    const context = (now: number) => ({
      root,
      store: at('store'),
      records: new Set<string>(),
      now,
    });
    const damaged = `store/quarantine/cas-${key('a')}.7`;
    const due = (now: number) => {
      file(damaged, 8 * DAY);
      return sweepWhenDue(context(now)).length;
    };
    expect([due(NOW), due(NOW + HOUR / 2), due(NOW + 2 * HOUR)]).toEqual([1, 0, 1]);
  });

  it('does not fail in an empty workspace', () => {
    expect(sweepWhenDue({ root, store: at('store'), records: new Set(), now: NOW })).toEqual([]);

    expect(swept()).toEqual([]);
  });
});
