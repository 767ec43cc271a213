import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { USER_VARIABLES } from './check-variables';
import { commands } from './command-list';
import { workspaceCommands } from './upkeep/workspace-commands';

const page = readFileSync(join(__dirname, '../../../docs/commands.md'), 'utf8');

it('docs/commands.md names every command', () => {
  const absent = commands.filter(({ target, project }) => {
    const isOnly = project === undefined || project === target;
    return !new RegExp(`nx ${target}\\b${isOnly ? '' : `.*\\b${project}\\b`}`).test(page);
  });
  const ofWorkspace = workspaceCommands.filter(({ name }) => !page.includes(`nx ${name}`));
  expect(ofWorkspace.map(({ name }) => name)).toEqual([]);
  expect(absent.map(({ target, project }) => `${target} ${project ?? ''}`)).toEqual([]);
});

it('docs/commands.md names every variable that users set, and no other', () => {
  const named = [...page.matchAll(/^\| `(NHAT_\w+)/gm)].map(([, name]) => name!);
  expect(named.sort()).toEqual([...USER_VARIABLES].sort());
});
