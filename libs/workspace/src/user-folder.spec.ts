import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { userFolder } from './user-folder';

describe('the folder in which the user stands', () => {
  const root = join(temporaryFolder('user-folder'), 'workspace');
  mkdirSync(join(root, 'docs'), { recursive: true });
  mkdirSync(`${root}-2`);
  symlinkSync(root, `${root}-link`);

  it.each([
    ['that of npm', 'docs', { INIT_CWD: join(root, 'docs') }],
    ['that of npm, reached by a link', 'docs', { INIT_CWD: join(`${root}-link`, 'docs') }],
    ['the root', '', { INIT_CWD: root }],
    ['the root where npm has none', '', {}],
    ['the root where npm began in another workspace', '', { INIT_CWD: `${root}-2` }],
    ['the root where npm began above it', '', { INIT_CWD: join(root, '..') }],
    ['the root where the folder of npm is gone', '', { INIT_CWD: join(root, 'gone') }],
  ])('is %s', (_, expected, environment) => {
    expect(userFolder(root, environment)).toBe(join(root, expected));
  });

  it('is found by the path of the workspace that is given, also when that is a link', () => {
    const folder = userFolder(`${root}-link`, { INIT_CWD: join(root, 'docs') });
    expect(folder).toBe(join(`${root}-link`, 'docs'));
  });

  it('is that of the process without npm', () => {
    const cwd = jest.spyOn(process, 'cwd').mockReturnValue(join(root, 'docs'));
    try {
      expect(userFolder(root, {})).toBe(join(root, 'docs'));
    } finally {
      cwd.mockRestore();
    }
  });
});
