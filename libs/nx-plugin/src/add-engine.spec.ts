import { readdirSync } from 'node:fs';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const pipeline = tinyStudy['pipelines/study.json'];

/** Classes and maps, trained heads and fitted ones: everything that reads values of an engine. */
const study = {
  ...tinyStudy,
  'pipelines/study.json': { ...pipeline, evaluations: ['finetune', 'knn'] },
  'pipelines/maps.json': { ...pipeline, tasks: ['depth'], evaluations: ['linear'] },
};

const settings = { NHAT_ENGINE: 'slow-read' };

/** CONTRIBUTING.md, "Add an engine": a file and its place in the list. */
describe('an engine of one file, whose values cannot be had at once', () => {
  let workspace: TestWorkspace;

  beforeAll(() => {
    workspace = new TestWorkspace(study);
  });
  afterAll(() => workspace.dispose());

  it('is unknown before it is added', () => {
    const run = workspace.nx(['utility', 'study'], settings);
    expect(run.status).not.toBe(0);
    expect(run.output).toMatch(/NHAT_ENGINE: .*"slow-read".*"native", "wasm"/);
  });

  it('runs a study from its document', () => {
    const engine = workspace.read('libs/engine/src/testing/slow-read.ts');
    workspace.write(
      'libs/engine/src/engines/slow-read.ts',
      engine.replace('../engines/cpu', './cpu'),
    );
    const list = (text: string) =>
      text
        .replace('import { wasm }', "import { slowRead } from './slow-read';\nimport { wasm }")
        .replace('[native, wasm, cpu]', '[native, wasm, cpu, slowRead]');
    workspace.during({ 'libs/engine/src/engines/index.ts': list }, () => {
      const run = workspace.nx(['run-many', '-t', 'utility'], settings);
      expect({ status: run.status, output: run.status === 0 ? '' : run.output }).toEqual({
        status: 0,
        output: '',
      });
      const trained = readdirSync(workspace.path('artifacts')).filter((name) =>
        /^(pretrain|finetune|linear|knn|scratch)-/.test(name),
      );
      expect(trained.length).toBe(10);
      for (const name of trained) {
        const { manifest } = JSON.parse(workspace.read(`artifacts/${name}/manifest.json`)) as {
          manifest: { ran: { facts: { engine: object } } };
        };
        expect(manifest.ran.facts.engine).toMatchObject({ rung: 'slow-read' });
      }
    });
  });
});
