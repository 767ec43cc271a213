import { registries } from '@nhat/plan';
import { clusterSchema } from '@nhat/documents/cluster-options';
import { addedSchema, datasetSchema, pipelineSchema } from '@nhat/documents';
import type { JsonSchema } from '@nhat/documents';
import { withSharedParts } from '@nhat/documents/shared-parts';

/** Path in the workspace → text of each schema file. */
export const schemaFiles = (): Record<string, string> => ({
  'libs/documents/schema/added.schema.json': text(addedSchema),
  'libs/documents/schema/cluster.schema.json': text(clusterSchema),
  'libs/documents/schema/dataset.schema.json': text(datasetSchema(registries.sources)),
  'libs/documents/schema/pipeline.schema.json': text(pipelineSchema(registries)),
});

/** What a schema has several times stands once in it, because that of pipelines would be eight times as long otherwise. */
const text = (schema: JsonSchema): string => {
  const plain = JSON.parse(JSON.stringify(schema, forEditors)) as JsonSchema;
  return `${JSON.stringify(withSharedParts(plain), null, 2)}\n`;
};

/** Leaves out `later`, `former`, `otherwise` and `names`, which have no meaning for editors. */
const forEditors = (key: string, value: unknown): unknown =>
  (key === 'later' && value === true) ||
  (key === 'names' && typeof value === 'string') ||
  key === 'former' ||
  key === 'otherwise'
    ? undefined
    : value;
