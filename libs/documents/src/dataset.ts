import { datasetSchema } from './dataset-schema';
import type { Documents } from './documents';
import { inherit, merge, without } from './inherit';
import { isObject, withDefaults } from './json-schema';
import type { Json, JsonObject } from './json';
import type { DatasetConfig, SourceConfig } from './node-config';
import { problem } from './problem';
import { defaultSource, resolveSource } from './source';
import type { Images, SourceRegistry } from './source';
import { throwProblems, validate } from './validate';

/** A dataset document with every default in place. */
export interface Dataset {
  name: string;
  title: string;
  description: string;
  source: SourceConfig;
  images: Images;
}

export function resolveDataset(
  documents: Documents,
  name: string,
  sources: SourceRegistry,
): Dataset {
  const schema = datasetSchema(sources);
  const topKeys = Object.keys(sources[defaultSource(sources)]!.options.properties);
  const body = inherit(documents, name, {
    check(path, document) {
      validate(schema, path, document);
      throwProblems(misplacedOptions(path, document, topKeys, sources));
    },
    ownKeys: ['title', 'description'],
    expand: (document) => withSource(document, topKeys),
    combine: (base, over) => combined(base, over, sources),
  });
  const path = documents.path(name);
  const given = isObject(body['source']) ? body['source'] : {};
  const { name: source = defaultSource(sources) } = given;
  // Once more, because options may come from one document and the name of the source from another.
  validate(schema, path, { source: { ...given, name: source } });
  const properties = { ...schema.properties };
  for (const key of ['source', ...topKeys]) delete properties[key];
  const filled = withDefaults({ type: 'object', properties }, without(body, ['source']));
  const dataset = {
    name,
    ...(filled as object),
    source: resolveSource({ ...given, name: source }, sources),
  } as Dataset;
  throwProblems([
    ...countProblems(path, name, dataset.source, body['images'], sources),
    ...sourceProblems(path, dataset, dataset.images, sources),
  ]);
  return dataset;
}

/** What the source of a dataset has against so many images, or against its own options. */
export const sourceProblems = (
  path: string,
  { source }: Pick<Dataset, 'source'>,
  images: Images,
  sources: SourceRegistry,
): string[] =>
  (sources[source.name]!.check?.(source, images) ?? []).flatMap(({ key, what, got, expected }) =>
    problem(path, key.split('.'), what, { got, expected }),
  );

/** What the nodes that make the images need of a dataset: no prose. */
export function datasetConfig(
  { name, source }: Pick<Dataset, 'name' | 'source'>,
  { resolution, train, validation, test }: Images,
  sources: SourceRegistry,
): DatasetConfig {
  const counts = sources[source.name]?.findsCounts ? null : { train, validation, test };
  return { dataset: name, resolution, counts, source };
}

/** Numbers of images that a document gives where the files of its dataset decide them. */
export const countProblems = (
  path: string,
  dataset: string,
  source: SourceConfig,
  given: Json | undefined,
  sources: SourceRegistry,
): string[] =>
  !sources[source.name]?.findsCounts || !isObject(given)
    ? []
    : Object.keys(given)
        .filter((key) => key !== 'resolution')
        .flatMap((key) =>
          problem(
            path,
            ['images', key],
            `the files of dataset ${dataset} decide how many images there are`,
            {
              got: given[key]!,
              expected: '"resolution" alone',
            },
          ),
        );

/** The long form: options that stand beside the name of the source, or without it, put into an object. */
function withSource(document: JsonObject, topKeys: readonly string[]): JsonObject {
  const { source: given } = document;
  const beside = Object.fromEntries(
    Object.entries(document).filter(([key]) => topKeys.includes(key)),
  );
  if (given === undefined && Object.keys(beside).length === 0) return document;
  const named = typeof given === 'string' ? { name: given } : ((given ?? {}) as JsonObject);
  return { ...without(document, topKeys), source: { ...named, ...beside } };
}

/** Options of the first source that stand beside another source, or beside the object that should hold them. */
function misplacedOptions(
  path: string,
  document: JsonObject,
  topKeys: readonly string[],
  sources: SourceRegistry,
): string[] {
  const { source } = document;
  const first = defaultSource(sources);
  if (source === undefined || source === first) return [];
  return Object.keys(document)
    .filter((key) => topKeys.includes(key))
    .flatMap((key) =>
      problem(path, [key], `an option of the source "${first}" beside another "source"`, {
        got: document[key],
        expected: `"source": "${first}", or options within { "name": … }`,
      }),
    );
}

/** Documents are merged key by key, but another source shares no options with the one it replaces. */
function combined(base: JsonObject, over: JsonObject, sources: SourceRegistry): JsonObject {
  const nameOf = ({ source }: JsonObject) =>
    isObject(source) ? (source['name'] as string | undefined) : undefined;
  const wanted = nameOf(over);
  const isOther = wanted !== undefined && wanted !== (nameOf(base) ?? defaultSource(sources));
  return merge(isOther ? without(base, ['source']) : base, over);
}
