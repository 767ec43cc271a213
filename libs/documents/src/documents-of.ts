import type { Documents } from './documents';
import { isObject } from './json-schema';
import type { WorkspaceDocuments } from './resolved-pipeline';

/**
 * Paths of the documents that a pipeline is made of, as far as they can be read: its own, what it extends and includes, the
 * runs that were added to any of them, and the datasets and the files of scores of all of them.
 */
export function documentsOf({ pipelines, datasets }: WorkspaceDocuments, name: string): string[] {
  const members = new Set<string>();
  const files = withIncluded(pipelines, name, members);
  const named = files.flatMap(({ body }) => {
    const list = body?.['datasets'];
    return Array.isArray(list)
      ? list.map((entry) => (isObject(entry) ? entry['name'] : entry))
      : [];
  });
  const read = named.flatMap((one) => (typeof one === 'string' ? chain(datasets, one) : []));
  const added = [...members].flatMap((one) =>
    pipelines.names.includes(one) ? addedTo(pipelines, one) : [],
  );
  const tables = [...members].flatMap((one) =>
    pipelines.names.includes(one) ? tableOf(pipelines, one) : [],
  );
  return [...new Set([...[...files, ...read].map(({ path }) => path), ...added, ...tables])];
}

function addedTo(pipelines: Documents, name: string): string[] {
  try {
    return [pipelines.added(name)?.path ?? []].flat();
  } catch {
    return []; // Two pipelines of this name, which resolving the pipeline reports.
  }
}

/** The file of scores of a pipeline, where it lies in the workspace. */
function tableOf(pipelines: Documents, name: string): string[] {
  try {
    const { scores } = pipelines.body(name);
    const file = isObject(scores) ? scores['file'] : scores;
    if (typeof file !== 'string') return [];
    const { path } = pipelines.beside(name, file);
    return isOutside(path) ? [] : [path];
  } catch {
    return []; // As above.
  }
}

const isOutside = (path: string): boolean => /^(\.\.[\\/]|[\\/]|[a-z]:)/i.test(path);

type Link = ReturnType<typeof chain>[number];

/** A pipeline and those that it extends or includes, directly or not. */
function withIncluded(pipelines: Documents, name: string, seen: Set<string>): Link[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const files = chain(pipelines, name);
  const included = files.flatMap(({ body }) => {
    const list = body?.['includes'];
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  });
  return [...files, ...included.flatMap((one) => withIncluded(pipelines, one, seen))];
}

/** A document and those that it extends. */
function chain(documents: Documents, name: string) {
  const links: { path: string; body: ReturnType<Documents['body']> | undefined }[] = [];
  const seen = new Set<string>();
  for (let at: unknown = name; typeof at === 'string' && documents.names.includes(at);) {
    if (seen.has(at)) break;
    seen.add(at);
    try {
      const path = documents.path(at);
      links.push({ path, body: undefined });
      const body = documents.body(at);
      links[links.length - 1] = { path, body };
      at = body['extends'];
    } catch {
      break; // Resolving the pipeline reports the problem.
    }
  }
  return links;
}
