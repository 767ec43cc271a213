import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  RECORDS,
  nodeRecords,
  ownNodeRecord,
  readNodeRecord,
  recordPath,
  writeNodeRecords,
} from './node-record';
import type { PlannedNode } from './node-record';
import { flipBit } from './testing/flip-bit';

describe('node records', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nhat-records-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const node = (name: string, ...upstream: string[]): PlannedNode => ({
    name,
    stage: 'scratch',
    config: { b: 1, a: [2] },
    upstream: upstream.map((other) => ({ role: 'run', node: other })),
    bundle: 'bundle-scratch',
  });
  const bundles = [{ name: 'bundle-scratch', entry: 'export {};' }];
  const written = (...nodes: PlannedNode[]) => {
    const records = nodeRecords(nodes, bundles);
    writeNodeRecords(root, records.values());
    return (name: string) => records.get(name)!.digest;
  };

  it('lead from a node to all of its upstream nodes', () => {
    const digest = written(node('c', 'b'), node('b', 'a'), node('a'));
    const c = readNodeRecord(root, digest('c'));
    expect(c).toEqual({
      ...node('c'),
      upstream: [{ role: 'run', node: 'b', record: digest('b') }],
      bundle: bundles[0],
    });
    const a = readNodeRecord(root, c.upstream[0]!.record).upstream[0]!.record;
    expect(readNodeRecord(root, a).name).toBe('a');
  });

  it('change only with the node and its upstream nodes', () => {
    const digest = written(node('b', 'a'), node('a'));
    const other = written(node('b', 'a'), { ...node('a'), config: { a: [3] } });
    const sorted = written({ ...node('a'), config: { a: [2], b: 1 } }, node('b', 'a'), node('c'));
    expect(other('b')).not.toBe(digest('b'));
    expect(sorted('b')).toBe(digest('b'));
  });

  it('are all removed that are damaged as soon as one is read, so that the next run writes them', () => {
    const digest = written(node('c', 'b'), node('b', 'a'), node('a'));
    flipBit(recordPath(root, digest('a')), 9);
    flipBit(recordPath(root, digest('b')), 9);
    expect(() => readNodeRecord(root, digest('a'))).toThrow('damaged (expected the record');
    const remain = ['a', 'b', 'c'].filter((name) => existsSync(recordPath(root, digest(name))));
    expect(remain).toEqual(['c']);
    written(node('c', 'b'), node('b', 'a'), node('a'));
    expect(readNodeRecord(root, digest('b')).name).toBe('b');
  });

  it('leave no other files', () => {
    written(node('a'), node('b'));
    const files = readdirSync(join(root, RECORDS), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => statSync(join(root, RECORDS, file)).isFile())).toHaveLength(2);
  });

  it('are left unchanged when they are written again', () => {
    const path = recordPath(root, written(node('a'))('a'));
    const seconds = Math.floor(Date.now() / 1000) - 60;
    utimesSync(path, seconds, seconds);
    const { ino } = statSync(path);
    written(node('a'));
    expect(statSync(path)).toMatchObject({ ino, mtimeMs: 1000 * seconds });
  });

  it('get a new modification time when they are used after a day, because old ones are swept', () => {
    const path = recordPath(root, written(node('a'))('a'));
    utimesSync(path, 1, 1);
    const { ino } = statSync(path);
    written(node('a'));
    expect(statSync(path).ino).toBe(ino);
    expect(statSync(path).mtimeMs).toBeGreaterThan(1000);
  });

  it.each<[string, (path: string) => void]>([
    ['cut off', (path) => truncateSync(path, 5)],
    ['lost', (path) => rmSync(path)],
  ])('are written again when one is %s', (_, spoil) => {
    const digest = written(node('a'))('a');
    spoil(recordPath(root, digest));
    expect(() => readNodeRecord(root, digest)).toThrow('Run the pipeline again');
    written(node('a'));
    expect(readNodeRecord(root, digest).name).toBe('a');
  });

  it('are refused once when a character has changed, and then written again', () => {
    const digest = written(node('a'))('a');
    const path = recordPath(root, digest);
    writeFileSync(path, readFileSync(path, 'utf8').replace('scratch', 'scrawch'));
    expect(() => readNodeRecord(root, digest)).toThrow(`${path}: damaged`);
    expect(existsSync(path)).toBe(false);
    written(node('a'));
    expect(readNodeRecord(root, digest).stage).toBe('scratch');
  });

  it('are read by digest only', () => {
    const digest = written(node('a'))('a');
    expect(ownNodeRecord(root, { NHAT_NODE: digest }).name).toBe('a');
    for (const name of [undefined, '', '../x', `${digest}0`, JSON.stringify(node('a'))]) {
      expect(() => ownNodeRecord(root, { NHAT_NODE: name })).toThrow(/^NHAT_NODE: not/);
    }
  });

  it('hold a curve over 20,000 runs, which no environment variable does', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `scratch-quickstart-n100-s${at}`);
    const nodes = [...names.map((name) => node(name)), node('curve', ...names)];
    const curve = nodeRecords(nodes, bundles).get('curve')!;
    writeNodeRecords(root, [curve]);
    expect(readNodeRecord(root, curve.digest).upstream).toHaveLength(20_000);
  });
});
