import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';
import { schemaFiles, settingsFiles } from './schema-files';

const root = join(__dirname, '../../..');

describe('schema files', () => {
  it.each(Object.entries({ ...schemaFiles(), ...settingsFiles() }))(
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

  it('have no key that the page of settings lacks', () => {
    const [page] = Object.values(settingsFiles());
    const keys = (schema: unknown): string[] => {
      if (schema === null || typeof schema !== 'object') return [];
      return Object.entries(schema).flatMap(([key, value]) => [
        ...(key === 'properties' ? Object.keys(value as object) : []),
        ...keys(value),
      ]);
    };
    const written = Object.entries(schemaFiles()).filter(([path]) => !path.includes('/added.'));
    const all = new Set(written.flatMap(([, text]) => keys(JSON.parse(text))));
    expect(all.size).toBeGreaterThan(100);
    const missing = [...all].filter((key) => !page!.includes(`- \`${key}\` (`));
    expect(missing.filter((key) => !['$schema', 'name'].includes(key))).toEqual([]);
  });
});
