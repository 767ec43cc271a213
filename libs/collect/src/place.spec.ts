import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@nhat/documents';
import { finishedPipeline } from './testing/finished-pipeline';
import { printed, tried } from './testing/printed';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};
const reportFolder = () => finishedPipeline([study]);

describe('the folder of a report', () => {
  it('may contain other folders and files among its charts; only old charts are removed', async () => {
    const { root, record } = await reportFolder();
    const charts = join(root, 'reports/study/charts');
    mkdirSync(join(charts, '.ipynb_checkpoints'), { recursive: true });
    mkdirSync(join(charts, 'folder-utility.svg'));
    writeFileSync(join(charts, 'notes.txt'), 'mine');
    writeFileSync(join(charts, 'gone-utility.svg'), '<svg/>');
    const first = await printed(['utility'], root, record);
    expect(first.err).toBe('');
    expect(existsSync(join(charts, 'gone-utility.svg'))).toBe(false);
    for (const name of ['.ipynb_checkpoints', 'folder-utility.svg', 'notes.txt']) {
      expect(existsSync(join(charts, name))).toBe(true);
    }
    const record1 = statSync(join(root, '.nhat/reports/study.json')).mtimeMs;
    expect((await printed(['utility'], root, record)).out).toBe(first.out);
    expect(statSync(join(root, '.nhat/reports/study.json')).mtimeMs).toBe(record1);
  });

  it('may be inside the folder of charts of another pipeline without loss of files', async () => {
    const { root, record } = await reportFolder();
    const files = (name: string) => {
      const folder = join(root, 'reports', name);
      const paths = readdirSync(folder, { recursive: true }) as string[];
      return paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
    };
    const inner = { ...record, name: 'study/charts' };
    await printed(['page'], root, record);
    const outer = files('study');
    await printed(['page'], root, inner);
    const innerFiles = files('study/charts');
    expect(innerFiles).toEqual(expect.arrayContaining(['index.html', 'utility.json']));
    for (const name of [record, inner, record]) await printed(['page'], root, name);
    expect(files('study')).toEqual(expect.arrayContaining(outer));
    expect(files('study/charts')).toEqual(innerFiles);
  });

  it.each([
    ['a folder in the place of the page', 'reports/study/index.html', true],
    ['a folder in the place of a chart', 'reports/study/charts/%-utility.svg', true],
    ['a file in the place of its folder', 'reports/study', false],
    ['a file in the place of the reports', 'reports', false],
    ['a file in the place of the charts', 'reports/study/charts', false],
  ])('with %s: prints the table, then one message', async (_, file, folder) => {
    const { root, record } = await reportFolder();
    const path = join(root, file.replace('%', 'shapes-t-resnet9-classification'));
    mkdirSync(folder ? path : join(path, '..'), { recursive: true });
    if (!folder) writeFileSync(path, 'mine');
    for (const args of [['utility'], ['utility', '--json']]) {
      const { out, error } = await tried(args, root, record);
      expect(out).toContain(args.length > 1 ? '"scratch": 0.305' : '30.5 %');
      expect(out).not.toContain('Report:');
      expect(error).toBeInstanceOf(UserError);
      expect(error!.message).toContain(join(root, 'reports'));
      expect(error!.message.split('\n')).toHaveLength(1);
    }
    if (!folder) expect(readFileSync(path, 'utf8')).toBe('mine');
    rmSync(path, { recursive: true });
    expect((await printed(['utility'], root, record)).out).toContain('Report: reports/study/');
  });

  it('may be a dangling or circular link, with one message', async () => {
    const { root, record } = await reportFolder();
    symlinkSync('reports', join(root, 'reports'));
    const { out, error } = await tried(['utility'], root, record);
    expect(out).toContain('30.5 %');
    expect(error).toBeInstanceOf(UserError);
  });

  it('is written even if its record cannot be saved', async () => {
    const { root, record } = await reportFolder();
    rmSync(join(root, '.nhat/reports'), { recursive: true, force: true });
    writeFileSync(join(root, '.nhat/reports'), 'mine');
    const { out, err } = await printed(['utility'], root, record);
    expect(out).toContain('Report: reports/study/index.html');
    expect(err).toContain('record could not be saved');
  });
});
