import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { flipBit } from '@nhat/runner/testing/flip-bit';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** Real Nx on a finished pipeline, of which files are damaged: the same answer each time, and no stack. */
describe('with damage in', () => {
  let workspace: TestWorkspace;
  let answer: string;

  const run = () => workspace.nx(['utility', 'study']);
  const rows = () => workspace.read('reports/study/utility.json');

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    const { status, output } = run();
    if (status !== 0) throw new Error(output);
    answer = rows();
  }, 240_000);
  afterAll(() => workspace.dispose());

  /** Every file of a name below a folder of the workspace, in an order that is the same each time. */
  const files = (folder: string, name: string) =>
    readdirSync(workspace.path(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(`/${name}`))
      .sort()
      .map((file) => workspace.path(join(folder, file)));

  const flipEach = (folder: string, name: string) => {
    const found = files(folder, name);
    expect(found.length).toBeGreaterThan(4);
    found.forEach((file, at) => flipBit(file, at + 1));
  };
  const expectSame = (computed: string[] = []) => {
    const ran = run();
    expect([ran.status, ran.computed, ran.output.match(/^ {4}at .*$/gm)]).toEqual([
      0,
      computed,
      null,
    ]);
    expect(rows()).toBe(answer);
    return ran.output;
  };

  it("Nx's copies of bundles, all is bundled again, also when Nx restores them once more", () => {
    const utility = files('.nx/cache', 'bundle.cjs').find((file) =>
      file.includes('bundle-utility'),
    )!;
    flipEach('.nx/cache', 'bundle.cjs');
    const code = readFileSync(utility, 'latin1');
    writeFileSync(utility, code.replace(/\/n-1\b/, '/n-0'), 'latin1');
    expect(expectSame()).toMatch(
      /artifacts\/bundle-utility\/bundle\.cjs: damaged; making it again/,
    );
    expectSame();
  });

  it("Nx's copies of results, the store has them, also when Nx restores them once more", () => {
    for (const name of ['outputs.json', 'manifest.json']) {
      const odd = name === 'outputs.json' ? 0 : 1;
      files('.nx/cache', name).forEach((file, at) => at % 2 === odd && flipBit(file, at + 1));
    }
    expect(expectSame()).toMatch(/artifacts\/\S+: damaged.*; making it again/);
    expectSame();
  });

  it('artifacts/, also where a folder lies in place of a file', () => {
    for (const name of ['outputs.json', 'manifest.json', 'bundle.cjs']) flipEach('artifacts', name);
    const [outputs] = files('artifacts', 'outputs.json');
    rmSync(outputs!);
    mkdirSync(join(outputs!, 'full'), { recursive: true });
    expectSame();
  });

  it("Nx's database, which a killed Nx leaves without its tables, its graph and the lines of tasks, they are made again", () => {
    const [name] = readdirSync(workspace.path('.nx/data')).filter((file) => file.endsWith('.db'));
    const path = workspace.path(join('.nx/data', name!));
    const noTable = readFileSync(path, 'latin1').replaceAll('task_details', 'task_detailz');
    writeFileSync(path, noTable, 'latin1');
    for (const file of ['file-map.json', 'source-maps.json']) {
      const graph = workspace.path(join('.nx/data', file));
      truncateSync(graph, statSync(graph).size >> 1);
    }
    const lines = workspace.path('.nx/cache/terminalOutputs');
    for (const task of readdirSync(lines)) {
      rmSync(join(lines, task));
      mkdirSync(join(lines, task, 'full'), { recursive: true });
    }
    expect(expectSame()).toMatch(/database of Nx .* made again/);
    rmSync(path);
    mkdirSync(join(path, 'full'), { recursive: true });
    const map = workspace.path('.nx/data/file-map.json');
    writeFileSync(map, readFileSync(map, 'utf8').replace('"file":', '!file":'));
    expect(() => JSON.parse(readFileSync(map, 'utf8')) as unknown).toThrow();
    expect(expectSame()).toMatch(/database of Nx .* made again/);
  });

  it("Nx's copies of results and in all of the store, it computes again", () => {
    for (const kind of ['ac', 'cas']) {
      const folder = workspace.path(`.nhat/store/${kind}`);
      readdirSync(folder).forEach((name, at) => flipBit(join(folder, name), at + 1));
    }
    files('.nx/cache', 'outputs.json').forEach((file, at) =>
      at % 2 ? truncateSync(file, 0) : rmSync(file),
    );
    const { status, output } = run();
    expect([status, output.match(/^ {4}at .*$/gm)]).toEqual([0, null]);
    expect(output).toMatch(/store: .* is damaged .*; moved to .*quarantine/);
    expect(rows()).toBe(answer);
  });
});

describe('a bundle that is made of JSON', () => {
  const METHOD = 'libs/pretext/src/rotation.ts';
  let workspace: TestWorkspace;
  afterEach(() => workspace.dispose());

  it('is made again when the JSON changes', () => {
    workspace = new TestWorkspace(tinyStudy);
    workspace.write('libs/pretext/src/words.json', '{ "word": 71234 }');
    const text = workspace.read(METHOD);
    workspace.write(
      METHOD,
      `import { word } from './words.json';\nglobalThis.word = word;\n${text}`,
    );
    const bundle = () => workspace.nx(['run-many', '-t', 'run', '-p', 'bundle-pretrain*']).status;
    const name = () =>
      readdirSync(workspace.path('artifacts')).find((one) => one.startsWith('bundle-pretrain'));
    const code = () => workspace.read(`artifacts/${name()}/bundle.cjs`);
    expect([bundle(), code()]).toEqual([0, expect.stringContaining('71234')]);
    workspace.write('libs/pretext/src/words.json', '{ "word": 75678 }');
    expect([bundle(), code()]).toEqual([0, expect.stringContaining('75678')]);
  }, 120_000);
});
