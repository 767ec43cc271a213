import { resolve } from 'node:path';
import { takeLock } from '@nhat/artifacts';
import type { FileLock } from '@nhat/artifacts';
import { readFlags, userError } from '@nhat/documents';
import { cleaningLock } from '@nhat/runner/cleaning-lock';
import { openStore } from '@nhat/store';
import { OWN_FOLDER } from '@nhat/store/team-store';
import { GARBAGE_KINDS, KIND_TEXT, NOTHING, garbageOf, inBoth, removeGarbage } from './garbage';
import type { Garbage, GarbageKind } from './garbage';
import { askOnTerminal } from './ask-on-terminal';
import type { Answer } from './ask-on-terminal';
import { gcFlags } from './flags';
import { bytesOf, dayText, sizeText } from './kept-files';
import { reachOf } from './reach';
import { runningNow } from './running';

/** What the command leaves as JSON. */
export interface GcRecord {
  kinds: Record<
    GarbageKind,
    { count: number; bytes: number; oldest: string | null; newest: string | null }
  >;
  count: number;
  bytes: number;
  /** A store that is not cleaned, because other workspaces use it; null where there is none. */
  shared: string | null;
  /** What runs now; while anything does, nothing is deleted. */
  running: string[];
  deleted: boolean;
}

/** Asks a question on the terminal; undefined where nobody can be asked. */
export type Ask = ((question: string) => Promise<Answer>) | undefined;

/**
 * `nx gc [--dry-run] [--yes] [--json]`: deletes what neither pipelines nor packs nor pins need, after showing it and asking. Refuses while
 * something runs in the workspace. Returns its exit status, which is 130 after Ctrl-C at the question, as of every program.
 */
export async function main(
  args: string[],
  root = process.cwd(),
  ask: Ask = process.stdin.isTTY ? askOnTerminal : undefined,
): Promise<number> {
  const { json, yes: isAgreed, 'dry-run': isDry } = readFlags('nx gc', args, gcFlags);
  const yes = isAgreed && !isDry;
  if (!isDry && !yes && (json || ask === undefined)) throw cannotAsk(json);
  const storeFolder = resolve(root, OWN_FOLDER);
  const running = runningNow(root, storeFolder);
  if (!isDry && running.length > 0) throw busy(running);
  const shared = sharedStore(root, storeFolder);
  const say = (text: string) => void (json || process.stdout.write(text));
  // Who does not ask needs to look only once, while no node begins.
  const shown = yes ? undefined : await garbageNow(root, storeFolder);
  let record: GcRecord = { ...summaryOf(shown ?? NOTHING), shared, running, deleted: false };
  if (shown !== undefined) say(gcText(record));
  const isAsked = !isDry && shown !== undefined && record.count > 0;
  const answer = isAsked ? await ask!('Delete them? [y/N] ') : undefined;
  if (yes || answer === 'yes') {
    const removed = summaryOf(await cleaning(root, storeFolder, shown));
    record = { ...record, ...removed, deleted: true };
    say(yes ? gcText(record) : '');
    if (record.count > 0) say(`Deleted ${record.count}, ${sizeText(record.bytes)}.\n`);
  } else if (isAsked) say('Nothing was deleted.\n');
  if (json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
  return answer === 'stopped' ? 130 : 0;
}

/**
 * Deletes what is needed by nothing, and only what was shown, if anything was. From the moment that this process holds the lock no node
 * begins to compute, so none can publish a result whose files are being deleted. Returns what is gone.
 */
async function cleaning(
  root: string,
  storeFolder: string,
  shown: Garbage | undefined,
): Promise<Garbage> {
  const lock = await takeCleaningLock(root);
  try {
    const running = runningNow(root, storeFolder);
    if (running.length > 0) throw busy(running);
    const now = await garbageNow(root, storeFolder);
    const garbage = shown === undefined ? now : inBoth(shown, now);
    const failed = new Set((await removeGarbage(garbage)).map(({ path }) => path));
    return Object.fromEntries(
      GARBAGE_KINDS.map((kind) => [kind, garbage[kind].filter(({ path }) => !failed.has(path))]),
    ) as Garbage;
  } finally {
    lock.release();
  }
}

async function takeCleaningLock(root: string): Promise<FileLock> {
  try {
    return await takeLock(cleaningLock(root), { waitMs: 5000 });
  } catch (error) {
    throw userError('nx gc', 'another one is at work', { got: (error as Error).message });
  }
}

async function garbageNow(root: string, storeFolder: string): Promise<Garbage> {
  const reach = await reachOf(root, storeFolder);
  const [unknown] = reach.unknown;
  if (unknown === undefined) return garbageOf(root, storeFolder, reach);
  throw userError('nx gc', `it is unknown which results ${unknown.name} needs`, {
    got: unknown.fault,
    advice: 'Mend it, or remove it if it is not wanted any more.',
  });
}

function summaryOf(garbage: Garbage): Pick<GcRecord, 'kinds' | 'count' | 'bytes'> {
  const kinds = Object.fromEntries(
    GARBAGE_KINDS.map((kind) => {
      const times = garbage[kind].map(({ modified }) => modified).sort((a, b) => a - b);
      const at = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
      const ends = { oldest: at(times[0]), newest: at(times.at(-1)) };
      return [kind, { count: times.length, bytes: bytesOf(garbage[kind]), ...ends }];
    }),
  ) as GcRecord['kinds'];
  const all = GARBAGE_KINDS.flatMap((kind) => garbage[kind]);
  return { kinds, count: all.length, bytes: bytesOf(all) };
}

/** The store that NHAT_STORE names, if it is a folder that other workspaces may use. */
function sharedStore(root: string, storeFolder: string): string | null {
  const { folder } = openStore(root, process.env, () => undefined);
  return folder === undefined || resolve(root, folder) === storeFolder ? null : folder;
}

function gcText({ kinds, count, bytes, shared, running }: GcRecord): string {
  const rows = GARBAGE_KINDS.filter((kind) => kinds[kind].count > 0).map((kind) => {
    const { count: of, bytes: size, oldest, newest } = kinds[kind];
    const [from, to] = [oldest, newest].map((time) => dayText(Date.parse(time!)));
    const days = from === to ? from : `${from} to ${to}`;
    return `${String(of).padStart(7)} ${sizeText(size).padStart(8)}  ${KIND_TEXT[kind]} (${days})`;
  });
  const total = `${String(count).padStart(7)} ${sizeText(bytes).padStart(8)}  in all`;
  const lines = [
    ...(count === 0
      ? ['Nothing to delete: pipelines, packs and pins need everything here.']
      : [...rows, total]),
    ...(shared === null
      ? []
      : [`${shared} is not touched, because other workspaces may need what is there.`]),
    ...(running.length === 0
      ? []
      : [`Nothing can be deleted while this runs: ${running.join('; ')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const busy = (running: readonly string[]) =>
  userError('nx gc', 'something runs here, which may need or publish any result', {
    got: running.slice(0, 5),
    advice: 'Run it again when that has ended; --dry-run works at any time.',
  });

const cannotAsk = (json: boolean) =>
  userError(
    'nx gc',
    json ? 'does not ask with --json' : 'cannot ask, because standard input is no terminal',
    {
      expected: '--yes to delete, or --dry-run to see what that would be',
    },
  );
