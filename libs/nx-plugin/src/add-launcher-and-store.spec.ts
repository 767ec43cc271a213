import { readdirSync } from 'node:fs';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

/** Keeps every entry as a line of base64 in a file of its own. */
const TOY_STORE = `
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { BackendKind } from './backend-kind';
import type { EntryPath } from './store-backend';

export const toyStore: BackendKind = {
  form: 'toy://FOLDER',
  isFor: (location) => location.startsWith('toy://'),
  open: (location) => {
    const folder = location.slice('toy://'.length);
    const fileOf = ({ kind, digest }: EntryPath) => \`\${folder}/\${kind}-\${digest}\`;
    return {
      location,
      async get(path) {
        if (!existsSync(fileOf(path))) return { kind: 'missing' };
        return { kind: 'file', bytes: Buffer.from(readFileSync(fileOf(path), 'utf8'), 'base64') };
      },
      async put(path, bytes) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(fileOf(path), Buffer.from(bytes).toString('base64'));
      },
      has: async (path) => existsSync(fileOf(path)),
    };
  },
};
`;

/** Writes down the stage of each node that it starts. */
const TOY_LAUNCHER = `
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ENTRY } from '../entry';
import type { Launcher } from '../launcher';
import { readNodeRecord } from '../node-record';
import { runEntry } from '../run-process';

export const toy: Launcher = {
  name: 'toy',
  start: (record, context) => {
    appendFileSync(join(context.root, 'started'), readNodeRecord(context.root, record).stage + '\\n');
    return runEntry(NODE_ENTRY, { ...context, environment: { ...context.environment, NHAT_NODE: record } });
  },
};
`;

const addLine = (file: string, line: string): [string, (text: string) => string] => [
  file,
  (text) => `${text}${line}\n`,
];

/** CONTRIBUTING.md, "Store backend" and "Launcher": a file and a line each. */
describe('a store backend and a launcher of one file and one line', () => {
  let workspace: TestWorkspace;
  let settings: Record<string, string>;

  beforeAll(() => {
    workspace = new TestWorkspace(tinyStudy);
    settings = { NHAT_EXECUTOR: 'toy', NHAT_STORE: `toy://${workspace.path('toy-store')}` };
  });
  afterAll(() => workspace.dispose());

  it('are unknown before they are added', () => {
    const launcher = workspace.nx(['utility', 'study'], { NHAT_EXECUTOR: 'toy' });
    expect(launcher.status).not.toBe(0);
    expect(launcher.output).toMatch(/NHAT_EXECUTOR: .*"toy".*own-process.*worker/);
    const store = workspace.nx(['plan', 'study'], { NHAT_STORE: 'toy://x' });
    expect(store.status).not.toBe(0);
    expect(store.output).toMatch(/NHAT_STORE: .*"toy:\/\/x".*the path of a folder/);
  });

  it('run a pipeline from its document, and bring it back in another clone', () => {
    workspace.write('libs/store/src/toy-backend.ts', TOY_STORE);
    workspace.write('libs/runner/src/launchers/toy.ts', TOY_LAUNCHER);
    const lines = Object.fromEntries([
      addLine('libs/store/src/backend-list.ts', "export { toyStore } from './toy-backend';"),
      addLine('libs/runner/src/launchers/index.ts', "export { toy } from './toy';"),
    ]);
    workspace.during(lines, () => {
      const first = workspace.nx(['utility', 'study'], settings);
      expect([first.status, first.stored]).toEqual([0, []]);
      expect(first.computed).toHaveLength(9);
      expect(workspace.read('started').split('\n').sort()).toEqual([
        '',
        'curve',
        'curve',
        'finetune',
        'images',
        'pretrain',
        'scratch',
        'scratch',
        'spread',
        'utility',
      ]);
      const own = readdirSync(workspace.path('.nhat/store/ac')).sort();
      expect(own).toHaveLength(9);
      const shared = readdirSync(workspace.path('toy-store')).filter((name) => /^ac-/.test(name));
      expect(shared.map((name) => name.slice(3)).sort()).toEqual(own);

      const utility = first.computed.find((name) => name.startsWith('utility'))!;
      const result = workspace.artifact(utility);
      for (const folder of ['.nhat/store', '.nx', 'artifacts']) workspace.remove(folder);
      const second = workspace.nx(['utility', 'study'], settings);
      expect([second.status, second.computed]).toEqual([0, []]);
      expect(second.stored).toEqual(first.computed);
      expect(workspace.artifact(utility)).toBe(result);
    });
  });

  it('finish a run without a store that is down, with one line for each process', () => {
    workspace.write('libs/store/src/toy-backend.ts', TOY_STORE);
    workspace.write('occupied', 'a file where the store has a folder');
    const lines = Object.fromEntries([
      addLine('libs/store/src/backend-list.ts', "export { toyStore } from './toy-backend';"),
    ]);
    workspace.during(lines, () => {
      for (const folder of ['.nhat/store', '.nx', 'artifacts']) workspace.remove(folder);
      const run = workspace.nx(['utility', 'study'], {
        NHAT_STORE: `toy://${workspace.path('occupied')}`,
        NHAT_WORKER_WAIT: '60',
      });
      expect([run.status, run.computed.length]).toEqual([0, 9]);
      const down = run.output.match(/^store: toy:.* is not available/gm)!;
      // Five nodes train or make images in a process of their own; the four others share the worker.
      expect(down).toHaveLength(6);
    });
  });
});
