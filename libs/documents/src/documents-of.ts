import type { Documents } from './documents';
import { isObject } from './json-schema';
import type { WorkspaceDocuments } from './resolved-pipeline';

/** Paths of the documents that a pipeline is made of, as far as they can be read: its own, what it extends, its datasets. */
export function documentsOf({ pipelines, datasets }: WorkspaceDocuments, name: string): string[] {
  const files = chain(pipelines, name);
  const named = files.flatMap(({ body }) => {
    const list = body?.['datasets'];
    return Array.isArray(list)
      ? list.map((entry) => (isObject(entry) ? entry['name'] : entry))
      : [];
  });
  const read = named.flatMap((one) => (typeof one === 'string' ? chain(datasets, one) : []));
  return [...new Set([...files, ...read].map(({ path }) => path))];
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
