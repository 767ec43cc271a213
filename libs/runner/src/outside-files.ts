import { sources } from '@nhat/sources/registry';
import { userError } from '@nhat/documents';
import type {
  DatasetConfig,
  FileIngredient,
  JsonObject,
  SourceEntry,
  SourcePlace,
  SourceRegistry,
} from '@nhat/documents';
import type { PlannedNode } from './node-record';

type Node = Pick<PlannedNode, 'stage' | 'config' | 'paths'>;

/** The configuration that the code of a node gets: with the places of the files of its dataset. */
export const placedConfig = ({ config, paths }: Omit<Node, 'stage'>): JsonObject =>
  paths === undefined
    ? config
    : { ...config, source: { ...(config['source'] as JsonObject), ...paths } };

/**
 * Digests of the files outside the workspace that the images or the features of a node are made of, sorted by name; none for all other
 * nodes and sources. They belong to its action key. Throws a UserError when a file cannot be read.
 */
export async function outsideFiles(
  node: Node,
  place: SourcePlace,
  registry: SourceRegistry = sources,
): Promise<FileIngredient[]> {
  const dataset = placedConfig(node) as unknown as DatasetConfig;
  const entry = registry[dataset.source?.name];
  const files = (await ownFiles(node.stage, dataset, place, entry)) ?? [];
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ownFiles(
  stage: string,
  dataset: DatasetConfig,
  place: SourcePlace,
  entry: SourceEntry | undefined,
): Promise<FileIngredient[]> | undefined {
  if (stage === 'images') return entry?.ingredients?.(dataset, place);
  const table = dataset.source?.['features'];
  if (stage !== 'features' || typeof table !== 'string') return undefined;
  return entry?.featureRows?.(dataset, place, table);
}

/** Throws a UserError when files are others than they were: what was made of them belongs to no key. */
export function checkUnchanged(
  node: string,
  before: readonly FileIngredient[],
  after: readonly FileIngredient[],
): void {
  const texts = (files: readonly FileIngredient[]) =>
    files.map(({ name, sha256 }) => `${name} ${sha256}`);
  const [then, now] = [texts(before), texts(after)];
  const all = [
    ...then.filter((one) => !now.includes(one)),
    ...now.filter((one) => !then.includes(one)),
  ];
  if (all.length === 0) return;
  const names = [...new Set(all.map((one) => one.slice(0, -65)))];
  throw userError(node, 'files of its dataset changed while it ran', {
    got: names,
    advice: 'Run it again.',
  });
}
