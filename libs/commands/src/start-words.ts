import { resolve } from 'node:path';
import { UserError, isActive, readFlags, unknownName } from '@nhat/documents';
import { reportFlags } from './report-arguments';
import { checkCommand } from './check-command';
import { nameProblem } from '@nhat/workspace/name-problem';
import { readWorkspace } from '@nhat/workspace/read-workspace';

/**
 * Reads `npm start [pipeline …] [--json] [--output FILE] [--warnings]`: the pipelines, and the flags for `nx utility`; `active` are the
 * pipelines that run when no words name any. `stands` is the folder in which the user stands, from which the path of FILE starts. npm does not pass on flags before `--`, but puts them into the environment. Throws a
 * UserError for anything unknown.
 */
export function startWords(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { root, stands }: { root: string; stands: string },
): { pipelines: string[]; active: string[]; flags: string[] } {
  const { pipelines: documents } = readWorkspace(root);
  checkCommand(['run-many', '-t', 'utility'], environment, documents, () => undefined);
  const at = words.findIndex((word) => word.startsWith('-'));
  const pipelines = at < 0 ? [...words] : words.slice(0, at);
  const flags = at < 0 ? [] : words.slice(at);
  const { json, output, warnings } = readFlags('npm start', flags, reportFlags);
  const isOn = (name: string) => environment[`npm_config_${name}`] === 'true';
  for (const name of pipelines) {
    if (!documents.names.includes(name)) {
      throw new UserError(unknownName('npm start', name, documents.names));
    }
    const problem = nameProblem(root, name);
    if (problem !== undefined) throw problem;
  }
  const file = output ?? environment['npm_config_output'];
  return {
    pipelines,
    active: documents.names.filter(
      (name) => isActive(documents, name) !== false && nameProblem(root, name) === undefined,
    ),
    flags: [
      ...(json || isOn('json') ? ['--json'] : []),
      ...(file ? ['--output', resolve(stands, file)] : []),
      ...(warnings || isOn('warnings') ? ['--warnings'] : []),
    ],
  };
}
