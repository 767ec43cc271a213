import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '@nhat/documents';
import type { UserError } from '@nhat/documents';
import { NODE_NAME } from './node-name';
import { SCORES_PROJECT } from './stated-scores';

/** Why a pipeline cannot be a project of Nx or a folder in `reports/` by its name; undefined when it can. */
export function nameProblem(root: string, name: string): UserError | undefined {
  const taken = takenBy(root, name);
  if (taken === undefined) return undefined;
  return userError(`pipelines/${name}.json`, `named like ${taken.like}`, {
    got: name,
    expected: taken.expected,
    advice: 'Rename the file.',
  });
}

function takenBy(root: string, name: string): { like: string; expected: string } | undefined {
  if (isLibrary(root, name)) {
    return { like: 'a library', expected: 'a name that is no folder in libs/' };
  }
  if (['memory', 'graph'].includes(name)) {
    return { like: 'a bench', expected: 'another name than memory and graph' };
  }
  if (name === SCORES_PROJECT) {
    return { like: 'the command for files of scores', expected: 'another name than scores' };
  }
  if (name.startsWith('bundle-')) {
    return { like: 'a bundle', expected: 'a name that does not begin with bundle-' };
  }
  if (NODE_NAME.test(name)) {
    return { like: 'a node', expected: 'a name that does not end in eight hexadecimal digits' };
  }
  if (name in {}) {
    return { like: 'a property of every object', expected: `another name than ${name}` };
  }
  if (/^(sheets$|published(\/|$))|\/(charts|history)(\/|$)/.test(name)) {
    const expected = 'a name without charts, history, published and sheets';
    return { like: 'a folder of reports', expected };
  }
  return undefined;
}

const isLibrary = (root: string, name: string): boolean =>
  /^[a-z-]+$/.test(name) && existsSync(join(root, 'libs', name, 'project.json'));
