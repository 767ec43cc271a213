import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantStages } from './testing/instant-stages';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const page = readFileSync(join(__dirname, '../../../docs/team.md'), 'utf8');
/** The commands in docs/team.md that run at the same time, for the pipeline `study`. */
const [line] = /^npx nx [^#\n]* & npx nx [^#\n]*/m.exec(page)!;
const documented = line
  .trim()
  .replaceAll('smoke', 'study')
  .split(' & ')
  .map((command) => command.replace(/^npx nx /, '').split(/ +/));

/** Makes images when two runs of Nx have begun. */
const whenBothRun = (code: string): string =>
  code.replace('const run =', 'const make =').replace(
    'export const images',
    `const runs = () => require('node:fs').readdirSync('.nhat/live').filter((name) => name.startsWith('run-'));
    const run = async (context) => {
      while (runs().length < 2) await new Promise((tick) => setTimeout(tick, 50));
      return make(context);
    };
    export const images`,
  );

it('two runs of a pipeline at a time compute each node once, and both print its table', async () => {
  const workspace = new TestWorkspace(tinyStudy);
  try {
    for (const [file, code] of Object.entries(instantStages))
      workspace.write(file, file.endsWith('images.ts') ? whenBothRun(code()) : code());
    expect(documented).toEqual([
      ['utility', 'study'],
      ['utility', 'study'],
    ]);
    const own = { NX_DEFAULT_OUTPUT_STYLE: '' };
    const runs = documented.map((words) => workspace.startNx(words, own).ended);
    for (const { status, output } of await Promise.all(runs)) {
      expect([status, output]).toEqual([0, expect.stringMatching(/Does it run\?.*9 of 9 done/s)]);
    }
    const ledger = workspace.read('.nhat/ledger.jsonl').trim().split('\n');
    const computed = ledger
      .map((entry) => JSON.parse(entry) as { node: string; source: string })
      .flatMap(({ node, source }) => (source === 'computed' ? [node] : []));
    expect([computed.length, new Set(computed).size]).toEqual([9, 9]);
  } finally {
    workspace.dispose();
  }
});
