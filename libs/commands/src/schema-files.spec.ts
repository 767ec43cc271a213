import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { CLUSTER_FILE } from '@nhat/slurm/read-options';
import { schemaFiles } from './schema-files';

const root = join(__dirname, '../../..');

const editorSchemas = (
  JSON.parse(readFileSync(join(root, '.vscode/settings.json'), 'utf8')) as {
    'json.schemas': { fileMatch: string[]; url: string }[];
  }
)['json.schemas'];

/** VS Code goes by the last pattern that fits; one that begins with `!` excludes. */
function matchesLast(patterns: readonly string[], path: string): boolean {
  const fits = (pattern: string) =>
    new RegExp(
      `^${pattern
        .replace(/^!/, '')
        .replaceAll('.', '\\.')
        .replaceAll('**/', '(.+/)?')
        .replace(/(?<!\.)\*/g, '[^/]*')}$`,
    ).test(path);
  const last = patterns.findLast(fits);
  return last !== undefined && !last.startsWith('!');
}

describe('schema files', () => {
  it.each(Object.entries(schemaFiles()))(
    '%s is fresh (else: npx nx schema documents)',
    (path, text) => {
      expect(readFileSync(join(root, path), 'utf8')).toBe(text);
    },
  );

  it('accept every document in its written form, for editors', () => {
    const compiled = new Map<string, ValidateFunction>();
    const validatorOf = (path: string): ValidateFunction => {
      const known = compiled.get(path);
      if (known !== undefined) return known;
      const schema = JSON.parse(readFileSync(path, 'utf8')) as object;
      const validator = new Ajv({ strict: false }).compile(schema);
      compiled.set(path, validator);
      return validator;
    };
    for (const folder of ['datasets', 'pipelines']) {
      const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
      for (const name of files.filter((file) => file.endsWith('.json'))) {
        const document = JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as {
          $schema: string;
        };
        const path = resolve(root, folder, dirname(name), document.$schema);
        expect([name, validatorOf(path)(document)]).toEqual([name, true]);
        expect(dirname(path)).toBe(join(root, 'libs/documents/schema'));
      }
    }
  });

  it.each([
    ['datasets/my-images.json', 'dataset'],
    ['datasets/team/my-images.json', 'dataset'],
    ['pipelines/my-question.json', 'pipeline'],
    ['pipelines/team/my-question.json', 'pipeline'],
    ['pipelines/my-question.added.json', 'added'],
    ['pipelines/team/my-question.added.json', 'added'],
    [CLUSTER_FILE, 'cluster'],
  ])('help in VS Code with %s: %s.schema.json', (file, kind) => {
    const urls = editorSchemas
      .filter(({ fileMatch }) => matchesLast(fileMatch, `/${file}`))
      .map(({ url }) => url);
    expect(urls).toEqual([`./libs/documents/schema/${kind}.schema.json`]);
  });

  it('are all used by VS Code', () => {
    const urls = editorSchemas.map(({ url }) => url.replace('./', ''));
    expect(urls.sort()).toEqual(Object.keys(schemaFiles()).sort());
  });

  it('describe every key', () => {
    let whole: { $defs?: Record<string, object> } = {};
    /** The part that `{ "$ref": "#/$defs/part3" }` stands for. */
    const resolved = (property: object): object => {
      const { $ref } = property as { $ref?: string };
      return $ref === undefined ? property : whole.$defs![$ref.replace('#/$defs/', '')]!;
    };
    const undescribed = (schema: unknown, path: string): string[] => {
      if (schema === null || typeof schema !== 'object') return [];
      return Object.entries(schema).flatMap(([key, value]) => {
        const children = key === 'properties' ? Object.entries(value as object) : [];
        const missing = children.filter(
          ([, property]) => !resolved(property as object).hasOwnProperty('description'),
        );
        const isCondition = path.endsWith('/if');
        return [
          ...(isCondition ? [] : missing.map(([name]) => `${path}/${name}`)),
          ...undescribed(value, `${path}/${key}`),
        ];
      });
    };
    for (const text of Object.values(schemaFiles())) {
      whole = JSON.parse(text) as typeof whole;
      expect(undescribed(whole, '')).toEqual([]);
    }
  });
});
