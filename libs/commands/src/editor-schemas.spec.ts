import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

describe('the schemas that VS Code uses', () => {
  it.each([
    ['datasets/my-images.json', 'dataset'],
    ['datasets/team/my-images.json', 'dataset'],
    ['pipelines/my-question.json', 'pipeline'],
    ['pipelines/team/my-question.json', 'pipeline'],
    ['pipelines/my-question.added.json', 'added'],
    ['pipelines/team/my-question.added.json', 'added'],
    [CLUSTER_FILE, 'cluster'],
  ])('help with %s: %s.schema.json', (file, kind) => {
    const urls = editorSchemas
      .filter(({ fileMatch }) => matchesLast(fileMatch, `/${file}`))
      .map(({ url }) => url);
    expect(urls).toEqual([`./libs/documents/schema/${kind}.schema.json`]);
  });

  it('are all that there are', () => {
    const urls = editorSchemas.map(({ url }) => url.replace('./', ''));
    expect(urls.sort()).toEqual(Object.keys(schemaFiles()).sort());
  });
});
