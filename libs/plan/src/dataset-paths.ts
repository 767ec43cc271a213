import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { registries } from './registries';

const pathsIn = ({ source }: DatasetConfig): readonly string[] =>
  registries.sources[source.name]!.paths ?? [];

/** A dataset without the options that say where its files lie. */
export const withoutPaths = (config: DatasetConfig): DatasetConfig => ({
  ...config,
  source: Object.fromEntries(
    Object.entries(config.source).filter(([key]) => !pathsIn(config).includes(key)),
  ) as DatasetConfig['source'],
});

/** The options that say where the files of a dataset lie. */
export const pathsOf = (config: DatasetConfig): JsonObject =>
  Object.fromEntries(pathsIn(config).map((key) => [key, config.source[key]!]));
