import { isActive } from '@nhat/documents';
import type { Documents } from '@nhat/documents';

/** Names of nodes end in eight hexadecimal digits. */
export const NODE_NAME = /^[a-z0-9-]+-[0-9a-f]{8}$/;

/**
 * The pipelines whose nodes are in the graph: the active ones, those that the command line names, and those that
 * NHAT_PIPELINES lists (`smoke,quickstart`, or `all`). The graph stays small, whatever else is in `pipelines/`. A
 * pattern or the name of a node may mean any pipeline, so it brings all of them.
 */
export function wantedPipelines(
  pipelines: Documents,
  commandLine: readonly string[],
  listed = '',
): string[] {
  const words = [...commandLine, listed].flatMap((word) => word.split(/[\s,=:]+/));
  const all =
    words.includes('all') || words.some((word) => NODE_NAME.test(word) || /[*!]/.test(word));
  // A document that cannot be read may be active: it stays in the graph and says what is wrong when it is run.
  return pipelines.names.filter(
    (name) => all || words.includes(name) || isActive(pipelines, name) !== false,
  );
}
