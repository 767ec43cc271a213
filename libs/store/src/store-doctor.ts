import { actionKey, sha256 } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import { openBackend } from './open-backend';
import { signed } from './signing/signed';
import { readTeam } from './signing/team-file';
import { workspaceTrust } from './signing/trust';
import { makeWriter } from './signing/writer-key';
import type { EntryPath, StoreBackend } from './store-backend';
import { createStore } from './store';
import { OWN_FOLDER } from './team-store';
import { verified } from './verified';

/** One step of the round trip. */
export interface StoreCheck {
  what: 'connection' | 'question' | 'upload' | 'download' | 'result';
  right: boolean;
  /** Milliseconds; absent for a step that failed. */
  ms?: number;
  /** What is wrong. */
  fault?: string;
}

export interface StoreDiagnosis {
  location: string;
  /** Whether it is a folder of this machine. */
  isFolder: boolean;
  /** Id of this user as a writer; absent where nothing is signed. */
  writer?: string;
  /** Names of the trusted writers, from nhat-team.json. */
  trusted: string[];
  /** Up to the first that failed. */
  checks: StoreCheck[];
  /** What works and could be better. */
  advice: string[];
  healthy: boolean;
}

const PROBE_BYTES = 2 ** 18;
/** Milliseconds of a question, beyond which restoring a thousand nodes takes a minute. */
const SLOW_MS = 60;

type Environment = Record<string, string | undefined>;

/**
 * Writes a blob and a result into the store that NHAT_STORE names, reads both back and compares them. They are the same at each
 * time, so that a user leaves one of each there. Throws a UserError for a setting with a mistake.
 */
export async function diagnoseStore(
  root: string,
  environment: Environment = process.env,
): Promise<StoreDiagnosis> {
  const location = environment['NHAT_STORE'] || OWN_FOLDER;
  const backend = openBackend(location, root, environment);
  const isFolder = backend.folder !== undefined;
  const team = isFolder ? [] : readTeam(root);
  const writer = isFolder ? undefined : makeWriter(environment).id;
  const checks = await roundTrip(backend, root, environment, writer ?? 'a folder');
  const question = checks.find(({ what }) => what === 'question')?.ms;
  const advice = [
    ...tokenAdvice(location, environment['NHAT_STORE_TOKEN'] ?? ''),
    ...(writer === undefined || team.some(({ key }) => key === writer) ? [] : [listing(writer)]),
    ...(question !== undefined && question > SLOW_MS
      ? [`A question takes ${question} ms, so a thousand nodes take ${question} s and more.`]
      : []),
  ];
  return {
    location: backend.location,
    isFolder,
    ...(writer !== undefined && { writer }),
    trusted: team.map(({ name }) => name),
    checks,
    advice,
    healthy: checks.every(({ right }) => right),
  };
}

const listing = (writer: string): string =>
  `Colleagues take results of this user when their nhat-team.json lists { "name": "…", "key": "${writer}" }.`;

function tokenAdvice(location: string, token: string): string[] {
  if (token === '' || !/^http:/i.test(location)) return [];
  const { hostname } = new URL(location);
  const isHere = /^(localhost|127\.|\[::1\])/.test(hostname);
  return isHere ? [] : ['The token travels without encryption: use https.'];
}

async function roundTrip(
  backend: StoreBackend,
  root: string,
  environment: Environment,
  writer: string,
): Promise<StoreCheck[]> {
  const bytes = Buffer.alloc(PROBE_BYTES, `nx doctor store, ${writer}\n`);
  const blob: EntryPath = { kind: 'cas', digest: sha256(bytes) };
  const manifest = probeManifest(writer, blob.digest);
  const faults: string[] = [];
  const trust = workspaceTrust(root, environment);
  const warn = (line: string) => void faults.push(line.replace(/^store: \S+ /, ''));
  const store = () =>
    createStore(
      verified(backend.folder === undefined ? signed(backend, trust, warn) : backend, warn),
    );
  const steps: [StoreCheck['what'], () => Promise<unknown>][] = [
    ['connection', () => backend.has(blob)],
    ['question', () => backend.has(blob)],
    ['upload', () => backend.put(blob, bytes)],
    [
      'download',
      async () => {
        const found = await store().readBlob(blob.digest);
        if (found === undefined) throw new Error(faults[0] ?? 'what was put in is not there');
      },
    ],
    [
      'result',
      async () => {
        await store().publish(manifest);
        const found = await store().find(manifest.actionKey);
        if (found === undefined) throw new Error(faults[0] ?? 'what was put in is not there');
      },
    ],
  ];
  const checks: StoreCheck[] = [];
  for (const [what, act] of steps) {
    const start = performance.now();
    try {
      await act();
      checks.push({ what, right: true, ms: Math.round(performance.now() - start) });
    } catch (error) {
      checks.push({ what, right: false, fault: (error as Error).message });
      break;
    }
  }
  return checks;
}

function probeManifest(writer: string, blob: string): Manifest {
  const [stage, config] = ['doctor', { writer }];
  const ingredients = { code: sha256('nx doctor store'), upstream: [] };
  return {
    ...{ format: 1, node: 'doctor', stage, config, bundle: 'bundle-doctor', ingredients },
    actionKey: actionKey(stage, config, ingredients),
    outputs: { stage, blobs: { probe: blob }, scores: {} },
    ran: { host: '', platform: '', nodeVersion: '', startedAt: '', seconds: 0, facts: {} },
  };
}
