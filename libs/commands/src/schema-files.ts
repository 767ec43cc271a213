import { registries } from '@nhat/plan';
import { clusterSchema } from '@nhat/documents/cluster-options';
import { addedSchema, datasetSchema, pipelineSchema } from '@nhat/documents';
import type { JsonSchema } from '@nhat/documents';
import { withSharedParts } from '@nhat/documents/shared-parts';
import { settingsPage } from './settings-page';

/** Path in the workspace → text of each schema file. */
export const schemaFiles = (): Record<string, string> => ({
  'libs/documents/schema/added.schema.json': text(addedSchema),
  'libs/documents/schema/cluster.schema.json': text(clusterSchema),
  'libs/documents/schema/dataset.schema.json': text(datasetSchema(registries.sources)),
  'libs/documents/schema/pipeline.schema.json': text(pipelineSchema(registries)),
});

/** Path in the workspace → text of the page that describes the keys of all documents. */
export const settingsFiles = (): Record<string, string> => ({
  'docs/settings.md': settingsPage([
    { heading: 'Pipelines: `pipelines/*.json`', schema: plain(pipelineSchema(registries)) },
    { heading: 'Datasets: `datasets/*.json`', schema: plain(datasetSchema(registries.sources)) },
    { heading: 'The cluster: `nhat-cluster.json`', schema: plain(clusterSchema) },
  ]),
});

/** What a schema has several times stands once in it, because that of pipelines would be eight times as long otherwise. */
const text = (schema: JsonSchema): string =>
  `${JSON.stringify(withSharedParts(plain(schema)), null, 2)}\n`;

const plain = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema, forReaders)) as JsonSchema;

/** Leaves out `later`, `former`, `otherwise` and `names`, which have no meaning for editors and readers. */
const forReaders = (key: string, value: unknown): unknown =>
  (key === 'later' && value === true) ||
  (key === 'names' && typeof value === 'string') ||
  key === 'former' ||
  key === 'otherwise'
    ? undefined
    : value;
