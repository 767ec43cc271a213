import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportName } from '@nhat/plan/bundle';
import { sources } from './registry';

describe('the registry of sources', () => {
  it.each(Object.keys(sources))(
    '%s has a file with entry and code, and passes describeSource',
    (name) => {
      const file = join(__dirname, `${name}.ts`);
      expect(existsSync(file)).toBe(true);
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, as a bundle does
      const found = require(file) as Record<string, unknown>;
      expect(found[`${exportName(name)}Source`]).toBe(sources[name]);
      expect(found[exportName(name)]).toMatchObject({ open: expect.any(Function) as unknown });
      const spec = readFileSync(join(__dirname, `${name}.spec.ts`), 'utf8');
      expect(spec).toContain(`describeSource('${name}'`);
    },
  );
});
