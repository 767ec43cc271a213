import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from '@nhat/artifacts';
import { clusterSchema } from '@nhat/documents/cluster-options';
import { parseDocument } from '@nhat/documents/parse-document';
import { validate } from '@nhat/documents/validate';
import type { ClusterOptions } from './options';

/** At the root of the workspace: what the cluster of this team needs. */
export const CLUSTER_FILE = 'nhat-cluster.json';

/**
 * The options of this workspace, under those in `stated`, the JSON of `run` in the document of the pipeline; none where neither is
 * given. Throws a UserError for a file with a mistake.
 */
export function readClusterOptions(root: string, stated = ''): ClusterOptions {
  const over = stated === '' ? {} : (JSON.parse(stated) as ClusterOptions);
  const file = textOf(join(root, CLUSTER_FILE));
  if (file === undefined) return over;
  const body = parseDocument({ path: CLUSTER_FILE, text: file });
  validate(clusterSchema, CLUSTER_FILE, body);
  const base = body as ClusterOptions;
  return { ...base, ...over, resources: { ...base.resources, ...over.resources } };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileFault(path, error);
  }
}
