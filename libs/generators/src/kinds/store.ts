import type { Kind } from '../kind';

const LIST = 'libs/store/src/backend-list.ts';

/** Keeps every entry as base64 in a file of its own. */
export const store: Kind = {
  registry: LIST,
  taken: ({ camel }) => ({ folder: 'libs/store/src', text: `export { ${camel}Store }` }),
  files: ({ name, camel }) => ({
    [`libs/store/src/${name}-backend.ts`]: `
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDigest, writeAtomic } from '@nhat/artifacts';
import type { BackendKind } from './backend-kind';
import { MISSING } from './store-backend';
import type { EntryPath, StoreBackend } from './store-backend';

const PREFIX = '${name}://';

/** A folder, from the root of the workspace, that holds every entry as base64. */
export const ${camel}Store: BackendKind = {
  form: \`\${PREFIX}FOLDER\`,
  isFor: (location) => location.startsWith(PREFIX),
  open: (location, root) => backendOf(location, resolve(root, location.slice(PREFIX.length))),
};

function backendOf(location: string, folder: string): StoreBackend {
  const fileOf = ({ kind, digest }: EntryPath) => {
    if (!isDigest(digest)) throw new TypeError('not the digest of an entry');
    return join(folder, \`\${kind}-\${digest}\`);
  };
  return {
    location,
    async get(path, limit) {
      const file = fileOf(path);
      if (!existsSync(file)) return MISSING;
      const bytes = Buffer.from(await readFile(file, 'utf8'), 'base64');
      if (bytes.length > limit) return { kind: 'damaged', why: \`got \${bytes.length} bytes\` };
      return { kind: 'file', bytes };
    },
    async put(path, bytes) {
      writeAtomic(fileOf(path), Buffer.from(bytes).toString('base64'));
    },
    has: async (path) => existsSync(fileOf(path)),
  };
}
`,
    [`libs/store/src/${name}-backend.spec.ts`]: `
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from './open-backend';
import { describeStoreBackend } from './testing/describe-store-backend';

const root = mkdtempSync(join(tmpdir(), 'nhat-backend-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;

describeStoreBackend('${name}', () => openBackend(\`${name}://\${++count}\`, root, {}));
`,
  }),
  insertions: ({ name, camel }) => [
    {
      file: LIST,
      lines: `export { ${camel}Store } from './${name}-backend';`,
      at: { afterLast: /^export / },
    },
  ],
  next: ({ name }) => [
    `npx jest libs/store/src/${name}-backend.spec.ts`,
    `NHAT_STORE=${name}://shared-results npx nx utility smoke`,
  ],
};
