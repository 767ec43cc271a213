import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeAtomic } from '@nhat/artifacts';
import { contentOf } from '@nhat/report';
import type { KeptResult } from '@nhat/report';
import { stableJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';

/** The most results of a pipeline that are kept. */
const MOST = 20;

/** A kept result with the name of its file: a date, which sorts behind that of the result before, and a digest. */
export interface KeptFile {
  name: string;
  result: KeptResult;
}

/** The folder of the kept results of a pipeline. */
export const historyFolder = (root: string, pipeline: string): string =>
  join(root, 'reports', pipeline, 'history');

/** The file of a result. `digest` covers all of it, so that a damaged file is detected. */
interface SavedResult {
  digest: string;
  result: KeptResult;
}

const digestOfAll = (result: KeptResult): string => sha256(stableJson(result as unknown as Json));

/** Names of the kept results of a pipeline, the oldest first. */
export function historyNames(root: string, pipeline: string): string[] {
  try {
    return readdirSync(historyFolder(root, pipeline))
      .filter((name) => NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{8}\.json$/;

/** The date of a result that is kept now, or a millisecond behind the newest name, where a clock was ahead when that was written. */
function dateAfter(newest: string | undefined, date: string): string {
  const last = Date.parse(newest?.replace(NAME, '$1-$2-$3T$4:$5:$6.$7Z') ?? '');
  return Number.isNaN(last) || last < Date.parse(date) ? date : new Date(last + 1).toISOString();
}

/** A kept result; undefined for one that is gone or damaged. */
export function readKept(root: string, pipeline: string, name: string): KeptResult | undefined {
  try {
    return keptIn(readFileSync(join(historyFolder(root, pipeline), name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** The result in the text of a file; undefined for a damaged one, or one of another kind. */
export function keptIn(text: string): KeptResult | undefined {
  try {
    const { digest, result } = JSON.parse(text) as SavedResult;
    return digest === digestOfAll(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

/** The latest kept result of a pipeline that passes the test; undefined without one. */
export function latestKept(
  root: string,
  pipeline: string,
  test: (result: KeptResult) => boolean = () => true,
): KeptFile | undefined {
  for (const name of historyNames(root, pipeline).reverse()) {
    const result = readKept(root, pipeline, name);
    if (result !== undefined && test(result)) return { name, result };
  }
  return undefined;
}

/** Whether two results are the same but for when and by which commit they were computed. */
export const isSameResult = (one: KeptResult, other: KeptResult): boolean =>
  digestOfContent(one) === digestOfContent(other);

const digestOfContent = (result: KeptResult): string => sha256(stableJson(contentOf(result)));

/**
 * Keeps a result beside the report, as the newest, unless it is the one that was kept last, and removes the oldest ones beyond 20. Throws where the
 * folder cannot be written.
 */
export function keepResult(root: string, result: KeptResult): void {
  const { pipeline, date } = result;
  const last = latestKept(root, pipeline);
  if (last !== undefined && isSameResult(last.result, result)) return;
  const time = dateAfter(historyNames(root, pipeline).at(-1), date).replace(/[-:.]/g, '');
  const name = `${time}-${digestOfContent(result).slice(0, 8)}.json`;
  const folder = historyFolder(root, pipeline);
  const saved: SavedResult = { digest: digestOfAll(result), result };
  writeAtomic(join(folder, name), `${JSON.stringify(saved)}\n`, { durable: false });
  for (const old of historyNames(root, pipeline).slice(0, -MOST)) {
    rmSync(join(folder, old), { recursive: true, force: true });
  }
}
