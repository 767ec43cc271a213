import { join, resolve } from 'node:path';
import { isDigest } from '@nhat/artifacts';
import { jsonFlag, readFlags } from '@nhat/documents';
import { openStore } from '@nhat/store';
import { OWN_FOLDER } from '@nhat/store/team-store';
import { GARBAGE_KINDS, garbageOf } from './garbage';
import { bytesOf, fileAt, filesIn, sizeText } from './kept-files';
import { reachOf } from './reach';
import type { Reach, ReachedResult } from './reach';

/** Space that a pipeline, pack or pin needs: everything it reaches, and the part that nothing else reaches. */
interface Use {
  name: string;
  nodes: number;
  bytes: number;
  alone: number;
}

/** What the command leaves as JSON. All numbers are bytes or counts. */
export interface DuRecord {
  store: string;
  uses: Use[];
  /** By stage; a file of several stages counts for the first. */
  stages: { stage: string; nodes: number; bytes: number }[];
  /** Results and files that something reaches, each counted once. */
  reached: number;
  /** What `nx gc` would delete; null where it is unknown what a pipeline needs. */
  garbage: number | null;
  /** Other folders of the workspace. */
  others: { folder: string; bytes: number }[];
  unknown: Reach['unknown'];
}

/** `nx du [--json]`: the space of results by pipeline and by stage, what is shared, and what `nx gc` would free. */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { json } = readFlags('nx du', args, jsonFlag);
  const own = resolve(root, OWN_FOLDER);
  const store = openStore(root, process.env, () => undefined).folder ?? own;
  const reach = await reachOf(root, store);
  const sizes = sizesOf(root, store);
  const garbage = garbageOf(root, own, reach);
  const record: DuRecord = {
    store,
    ...usesOf(reach.results, sizes),
    garbage:
      reach.unknown.length > 0 ? null : bytesOf(GARBAGE_KINDS.flatMap((kind) => garbage[kind])),
    others: ['published', 'reports', '.nhat/work', '.nx'].flatMap((folder) => {
      const bytes = fileAt(join(root, folder))?.bytes ?? 0;
      return bytes > 0 ? [{ folder, bytes }] : [];
    }),
    unknown: reach.unknown,
  };
  process.stdout.write(json ? `${JSON.stringify(record, null, 2)}\n` : duText(record));
}

/** Bytes of everything that a result may consist of, by a name for each part. */
function sizesOf(root: string, store: string): Map<string, number> {
  const sized = (kind: string, folder: string, wanted?: (name: string) => boolean) =>
    filesIn(folder, wanted).map(({ name, bytes }): [string, number] => [`${kind} ${name}`, bytes]);
  return new Map([
    ...sized('ac', join(store, 'ac'), isDigest),
    ...sized('cas', join(store, 'cas'), isDigest),
    ...sized('artifacts', join(root, 'artifacts')),
  ]);
}

const partsOf = ({ key, node, blobs }: ReachedResult): string[] => [
  ...[`artifacts ${node}`, `ac ${key}`],
  ...blobs.map((blob) => `cas ${blob}`),
];

function usesOf(
  results: readonly ReachedResult[],
  sizes: ReadonlyMap<string, number>,
): Pick<DuRecord, 'uses' | 'stages' | 'reached'> {
  const users = new Map<string, Set<string>>();
  const keys = new Map<string, Set<string>>();
  const stageOf = new Map<string, string>();
  const keysOfStage = new Map<string, Set<string>>();
  for (const result of results) {
    const parts = partsOf(result).filter((part) => sizes.has(part));
    if (parts.length === 0) continue; // It is in a pack alone.
    add(keys, result.from, result.key);
    add(keysOfStage, result.stage, result.key);
    for (const part of parts) {
      add(users, part, result.from);
      if (!stageOf.has(part)) stageOf.set(part, result.stage);
    }
  }
  const sum = (wanted: (part: string) => boolean) =>
    [...users.keys()].filter(wanted).reduce((total, part) => total + sizes.get(part)!, 0);
  return {
    uses: [...keys].map(([name, of]) => ({
      ...{ name, nodes: of.size },
      bytes: sum((part) => users.get(part)!.has(name)),
      alone: sum((part) => users.get(part)!.has(name) && users.get(part)!.size === 1),
    })),
    stages: [...keysOfStage].map(([stage, of]) => ({
      ...{ stage, nodes: of.size },
      bytes: sum((part) => stageOf.get(part) === stage),
    })),
    reached: sum(() => true),
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set();
  map.set(key, values.add(value));
}

function duText({ store, uses, stages, reached, garbage, others, unknown }: DuRecord): string {
  const names = [
    ...uses,
    ...stages.map(({ stage }) => ({ name: stage })),
    { name: 'in all, each once' },
  ];
  const width = Math.max(...names.map(({ name }) => name.length));
  const size = (bytes: number) => sizeText(bytes).padStart(9);
  const row = (name: string, nodes: number, ...bytes: number[]) =>
    `${name.padEnd(width)} ${String(nodes).padStart(6)} ${bytes.map(size).join(' ')}`;
  const keys = uses.length === 0 ? ['Nothing has been computed here.'] : [];
  const lines = [
    `store: ${store}`,
    ...keys,
    '',
    `${''.padEnd(width)}  nodes  reaches     alone`,
    ...uses.map(({ name, nodes, bytes, alone }) => row(name, nodes, bytes, alone)),
    '',
    ...stages.map(({ stage, nodes, bytes }) => row(stage, nodes, bytes)),
    '',
    `${'in all, each once'.padEnd(width)}        ${size(reached)}`,
    ...others.map(({ folder, bytes }) => `${folder.padEnd(width)}        ${size(bytes)}`),
    ...(garbage === null ? [] : [`${'npx nx gc frees'.padEnd(width)}        ${size(garbage)}`]),
    ...unknown.map(
      ({ name, fault }) => `Not counted, because what it needs is unknown: ${name} (${fault})`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
