import { canonicalJson, changedLeaves } from '@nhat/documents';
import type { FileIngredient, Json, JsonObject } from '@nhat/documents';

/** Why a node will run. */
export interface Reason {
  kind:
    | 'no result yet'
    | 'code changed'
    | 'configuration changed'
    | 'upstream changed'
    | 'files changed'
    | 'result missing';
  /** What exactly, e.g. `schedule.imagesSeen: 640 → 320`. */
  details: string[];
}

/** The record of an earlier run, as far as it explains a new one. */
export interface EarlierRun {
  config: JsonObject;
  ingredients: {
    code: string;
    upstream: { role: string; outputs: string }[];
    files?: FileIngredient[];
  };
}

/** `now.upstream` are the digests that the node would see; shorter than the plan's list while upstream nodes wait. */
export function explainRun(now: EarlierRun, earlier: EarlierRun | undefined): Reason {
  if (earlier === undefined) return { kind: 'no result yet', details: [] };
  const changes = configChanges(earlier.config, now.config);
  if (changes.length > 0) return { kind: 'configuration changed', details: changes };
  if (earlier.ingredients.code !== now.ingredients.code)
    return { kind: 'code changed', details: [] };
  const before = earlier.ingredients.upstream.map(({ outputs }) => outputs);
  const after = now.ingredients.upstream.map(({ outputs }) => outputs);
  if (before.join() !== after.join()) return { kind: 'upstream changed', details: [] };
  const files = changedFiles(earlier.ingredients.files ?? [], now.ingredients.files ?? []);
  if (files.length > 0) return { kind: 'files changed', details: files };
  return { kind: 'result missing', details: [] };
}

/** Names of files that were added, removed or changed. */
function changedFiles(
  before: readonly FileIngredient[],
  after: readonly FileIngredient[],
): string[] {
  const old = new Map(before.map(({ name, sha256 }) => [name, sha256]));
  const fresh = new Map(after.map(({ name, sha256 }) => [name, sha256]));
  return [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => old.get(name) !== fresh.get(name),
  );
}

/** `path: before → after` for every leaf that differs. */
export const configChanges = (before: JsonObject, after: JsonObject): string[] =>
  changedLeaves(before, after).map((change) => {
    const text = (value: Json | undefined) => (value === undefined ? 'none' : canonicalJson(value));
    return `${change.path}: ${text(change.before)} → ${text(change.after)}`;
  });
