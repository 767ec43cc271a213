import { userError } from '@nhat/documents';
import type { Documents, JsonObject } from '@nhat/documents';
import { slurm } from '@nhat/runner/launchers/slurm';
import { readClusterOptions } from '@nhat/slurm/read-options';

/** The variables that let tasks run where the documents say. */
export interface RunVariables {
  NHAT_EXECUTOR?: string;
  /** JSON of what differs from nhat-cluster.json. */
  NHAT_CLUSTER?: string;
}

/**
 * The variables for a run of these pipelines, from the key `run` of their documents; none where nothing is said, and where NHAT_EXECUTOR
 * is set, which takes precedence. Throws a UserError when pipelines that run together say different things.
 */
export function placeOfRun(
  pipelines: Pick<Documents, 'body' | 'path'>,
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): RunVariables {
  if (environment['NHAT_EXECUTOR']) return {};
  const stated = names.map((name) => ({ name, run: runOf(pipelines, name) }));
  const [first] = stated;
  if (first === undefined) return {};
  const other = stated.find(({ run }) => JSON.stringify(run) !== JSON.stringify(first.run));
  if (other !== undefined) {
    throw userError(
      `${pipelines.path(other.name)} › run`,
      `differs from that of ${pipelines.path(first.name)}, and one run has one place`,
      { advice: 'Run the pipelines one after the other, or set NHAT_EXECUTOR for both.' },
    );
  }
  if (first.run === undefined) return {};
  const { on, ...options } = first.run;
  return { NHAT_EXECUTOR: on as string, NHAT_CLUSTER: JSON.stringify(options) };
}

/**
 * Reads `nhat-cluster.json`, if nodes of at least one of these pipelines run as jobs of Slurm. Throws a UserError for
 * a file with a mistake.
 */
export function checkClusterFile(
  root: string,
  pipelines: Pick<Documents, 'body'>,
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const stated = environment['NHAT_EXECUTOR'];
  const isForCluster = stated
    ? stated === slurm.name
    : names.some((name) => runOf(pipelines, name)?.['on'] === slurm.name);
  if (isForCluster) readClusterOptions(root);
}

/** Undefined for a document with a mistake too, which its own target reports. */
function runOf(pipelines: Pick<Documents, 'body'>, name: string): JsonObject | undefined {
  try {
    return pipelines.body(name)['run'] as JsonObject | undefined;
  } catch {
    return undefined;
  }
}
