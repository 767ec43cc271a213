import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { indexDocuments } from '@nhat/documents';
import type { Documents, WorkspaceDocuments } from '@nhat/documents';
import { registries } from '../registries';

const root = join(__dirname, '../../../..');

const documents = (kind: Documents['kind']): Documents =>
  indexDocuments(
    kind,
    readdirSync(join(root, `${kind}s`), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({
        path: `${kind}s/${name}`,
        text: readFileSync(join(root, `${kind}s`, name), 'utf8'),
      })),
  );

/** The documents of this repository. */
export const repository: WorkspaceDocuments = {
  datasets: documents('dataset'),
  pipelines: documents('pipeline'),
  registries,
};
