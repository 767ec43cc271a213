import type { Kind } from '../kind';

const LIST = 'libs/runner/src/launchers/index.ts';

/** A process for each node, of which a file keeps a line. */
export const launcher: Kind = {
  registry: LIST,
  taken: ({ camel }) => ({ folder: 'libs/runner/src/launchers', text: `export { ${camel} }` }),
  files: ({ name, camel }) => ({
    [`libs/runner/src/launchers/${name}.ts`]: `
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ENTRY } from '../entry';
import type { Launcher } from '../launcher';
import { runEntry, statusOf } from '../run-process';

/** Runs each node in a process of its own, and writes its record and its exit status into \`.nhat/${name}.txt\`. */
export const ${camel}: Launcher = {
  name: '${name}',
  async start(record, context) {
    const environment = { ...context.environment, NHAT_NODE: record };
    const exit = await runEntry(NODE_ENTRY, { ...context, environment });
    const folder = join(context.root, '.nhat');
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, '${name}.txt'), \`\${record} \${statusOf(exit)}\\n\`);
    return exit;
  },
};
`,
    [`libs/runner/src/launchers/${name}.spec.ts`]: `
import { launcherOf } from '../launcher-of';
import { describeLauncher } from '../testing/describe-launcher';
import { ${camel} } from './${name}';

it('is the launcher that NHAT_EXECUTOR names', () => {
  expect(launcherOf({ NHAT_EXECUTOR: '${name}' })).toBe(${camel});
});

describeLauncher('${name}', ${camel});
`,
  }),
  insertions: ({ name, camel }) => [
    {
      file: LIST,
      lines: `export { ${camel} } from './${name}';`,
      at: { afterLast: /^export / },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/runner/src/launchers/${name}.spec.ts`,
    `NHAT_EXECUTOR=${name} npx nx utility smoke   # .nhat/${name}.txt has a line for each node`,
  ],
};
