/** Files of a workspace that runs write, in classes whose damage has the same effect. */
export interface FileClass {
  name: string;
  /** Paths from the root of the workspace. */
  pattern: RegExp;
  /** The state in which such files are there. */
  state: 'finished' | 'interrupted' | 'packed';
  /** What lies before such a file, so that it is not read; a trial removes it every second time. */
  shields?: readonly string[];
}

const DIGEST = '[0-9a-f]{64}';
const finished = 'finished';
const COPIES = ['.nx', 'artifacts', 'reports', '.nhat/reports'];

/**
 * Every file that a run writes, besides those that exist for a moment only. The documents of users are in no class, because what is
 * in them is the question and no copy of it exists.
 */
export const fileClasses: readonly FileClass[] = [
  {
    name: 'store manifest',
    pattern: new RegExp(`^\\.nhat/store/ac/${DIGEST}$`),
    state: finished,
    shields: COPIES,
  },
  {
    name: 'store blob',
    pattern: new RegExp(`^\\.nhat/store/cas/${DIGEST}$`),
    state: finished,
    shields: COPIES,
  },
  {
    name: 'artifact outputs',
    pattern: /^artifacts\/[^/]+\/outputs\.json$/,
    state: finished,
    shields: ['.nx'],
  },
  {
    name: 'artifact manifest',
    pattern: /^artifacts\/[^/]+\/manifest\.json$/,
    state: finished,
    shields: ['.nx'],
  },
  {
    name: 'artifact bundle',
    pattern: /^artifacts\/bundle-[^/]+\/bundle\.cjs$/,
    state: finished,
    shields: ['.nx'],
  },
  {
    name: 'artifact map',
    pattern: /^artifacts\/bundle-[^/]+\/bundle\.cjs\.map$/,
    state: finished,
    shields: ['.nx'],
  },
  {
    name: "Nx's outputs",
    pattern: /^\.nx\/cache\/\d+\/artifacts\/[^/]+\/outputs\.json$/,
    state: finished,
    shields: ['artifacts'],
  },
  {
    name: "Nx's manifest",
    pattern: /^\.nx\/cache\/\d+\/artifacts\/[^/]+\/manifest\.json$/,
    state: finished,
    shields: ['artifacts'],
  },
  {
    name: "Nx's bundle",
    pattern: /^\.nx\/cache\/\d+\/artifacts\/[^/]+\/bundle\.cjs$/,
    state: finished,
    shields: ['artifacts'],
  },
  {
    name: "Nx's map",
    pattern: /^\.nx\/cache\/\d+\/artifacts\/[^/]+\/bundle\.cjs\.map$/,
    state: finished,
    shields: ['artifacts'],
  },
  {
    name: "Nx's terminal",
    pattern: /^\.nx\/cache\/terminalOutputs\/\d+$/,
    state: finished,
    shields: ['artifacts'],
  },
  { name: "Nx's run record", pattern: /^\.nx\/cache\/(\d+\/code|run\.json)$/, state: finished },
  {
    name: "Nx's database",
    pattern: /^\.nx\/data\/[^/]+\.db(-wal|-shm|-journal)?$/,
    state: finished,
    shields: ['artifacts'],
  },
  { name: "Nx's graph", pattern: /^\.nx\/data\/[^/]+\.(json|nxt|hash)$/, state: finished },
  { name: "Nx's locks", pattern: /^\.nx\/data\/[^/]+\.lock$/, state: finished },
  { name: 'tool code', pattern: /^\.nhat\/tools\/[^/]+\.cjs$/, state: finished },
  { name: 'tool record', pattern: /^\.nhat\/tools\/[^/]+\.json$/, state: finished },
  { name: 'tool map', pattern: /^\.nhat\/tools\/[^/]+\.cjs\.map$/, state: finished },
  { name: 'tool V8 cache', pattern: /^\.nhat\/tools\/[^/]+\.v8$/, state: finished },
  { name: 'kept graph', pattern: /^\.nhat\/graph\/[^/]+\.json$/, state: finished },
  {
    name: 'node names',
    pattern: /^\.nhat\/node-names\/[^/]+\.json$/,
    state: finished,
    shields: ['.nx', 'artifacts'],
  },
  {
    name: 'node record',
    pattern: new RegExp(`^\\.nhat/nodes/[^/]+/${DIGEST}\\.json$`),
    state: finished,
    shields: ['.nx', 'artifacts'],
  },
  {
    name: 'ledger',
    pattern: /^\.nhat\/ledger\.jsonl$/,
    state: finished,
    shields: ['.nx', 'artifacts'],
  },
  { name: 'stamp', pattern: /^\.nhat\/swept$/, state: finished },
  { name: 'live record', pattern: /^\.nhat\/live\//, state: 'interrupted' },
  { name: 'worker address', pattern: /^\.nhat\/workers\//, state: 'interrupted' },
  {
    name: 'checkpoint',
    pattern: new RegExp(`^\\.nhat/work/${DIGEST}/checkpoint$`),
    state: 'interrupted',
  },
  {
    name: 'claim',
    pattern: new RegExp(`^\\.nhat/(work|store/claims)/${DIGEST}\\.lock`),
    state: 'interrupted',
  },
  { name: 'report record', pattern: /^\.nhat\/reports\//, state: finished },
  { name: 'report', pattern: /^reports\//, state: finished, shields: ['.nhat/reports'] },
  { name: 'pack', pattern: /^published\/[^/]+\.nhat-pack$/, state: 'packed' },
  { name: 'unpacked result', pattern: /^\.nhat\/published\//, state: 'packed' },
  { name: 'result made here', pattern: /^\.nhat\/made-here\/[^/]+$/, state: finished },
];

/**
 * Files that are there only while something is written, or that were put aside because they are damaged; and the empty ones of results
 * that a server did not take.
 */
const PASSING =
  /\.part$|^\.nhat\/unsent\/[0-9a-f]{64}$|^\.nhat\/silent-store\.json$|\.stale$|\/quarantine\/|^\.nx\/.*(\.tmp|~[0-9a-f]{8})$|\.lock\.after-/;

/** The files of a state that belong to no class. */
export const unclassed = (files: readonly string[]): string[] =>
  files.filter(
    (file) => !PASSING.test(file) && !fileClasses.some(({ pattern }) => pattern.test(file)),
  );
