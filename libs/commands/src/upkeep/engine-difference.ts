import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Ran } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import type { EngineRecord } from '@nhat/engine';
import { otherProcessor, processorOf } from '@nhat/runner/processor-fact';
import { runEntry } from '@nhat/runner/run-process';
import { inScratchFolder } from './scratch-folder';

/** The engine of this machine for nodes that ask for float32, and for those that take the faster precision. */
export type EnginesHere = Record<'float32' | 'auto', EngineRecord>;

/** In the folder that NHAT_VERIFY_FOLDER names. */
export const ENGINES = 'engines.json';
const ENTRY = 'libs/commands/src/upkeep/engines-here.ts';

/** Facts of an engine on which the rounding of numbers depends. */
const ENGINE_FACTS = ['rung', 'backend', 'version', 'precision', 'gpu'] as const;

/** What is other about the engine that computed a node now; undefined where its numbers are rounded in the same way. */
export const engineDifference = (before: Ran, now: Ran): string | undefined =>
  differenceIn([...ENGINE_FACTS, 'platform'], engineOf(before), engineOf(now));

/** Why other digits say nothing about a node whose engine is the same; undefined where they do. */
export function processorDifference(before: Ran, now: Ran): string | undefined {
  if (before.facts['engine'] === undefined) {
    return before.host === now.host ? undefined : 'another machine computed it';
  }
  const whose = otherProcessor(before, processorOf(now));
  return whose && `${whose} computed it, and processors round differently`;
}

/**
 * Opens the engine of this machine in a process of its own, and returns what is known of each node before it runs: that another engine
 * would compute it today. What that cannot tell, such as the precision of a node that takes the faster one and took float32, shows when
 * the node has run. Throws a UserError where the engine does not open.
 */
export async function engineDifferencesHere(
  root: string,
  manifests: readonly Manifest[],
): Promise<(manifest: Manifest) => string | undefined> {
  const withEngine = manifests.filter(({ ran }) => ran.facts['engine'] !== undefined);
  if (withEngine.length === 0) return () => undefined;
  const here = await enginesHere(root);
  return (manifest) => {
    if (manifest.ran.facts['engine'] === undefined) return undefined;
    const before = engineOf(manifest.ran);
    const now = { ...here.float32, platform: platformHere() };
    const difference = differenceIn(['rung', 'backend', 'version', 'gpu', 'platform'], before, now);
    // A head on given features computes in float32, whatever its configuration says.
    const tookFaster = manifest.config['precision'] === 'auto' && before['precision'] !== 'float32';
    if (difference !== undefined || !tookFaster) return difference;
    return differenceIn(['precision'], before, { ...here.auto });
  };
}

const platformHere = (): string => `${process.platform}-${process.arch}`;

const enginesHere = (root: string): Promise<EnginesHere> =>
  inScratchFolder(root, async (folder) => {
    const environment = { NHAT_VERIFY_FOLDER: folder };
    const { status } = await runEntry(ENTRY, { root, stdout: 2, environment });
    if (status !== 0) {
      throw userError('nx verify --recompute', 'the engine does not open', {
        advice: 'Its message is above; npx nx doctor engine says more.',
      });
    }
    return JSON.parse(readFileSync(join(folder, ENGINES), 'utf8')) as EnginesHere;
  });

type Facts = Readonly<Record<string, unknown>>;

const engineOf = ({ facts, platform }: Ran): Facts =>
  facts['engine'] === undefined ? {} : { ...(facts['engine'] as object), platform };

function differenceIn(names: readonly string[], before: Facts, now: Facts): string | undefined {
  const name = names.find((fact) => before[fact] !== now[fact]);
  if (name === undefined) return undefined;
  const [then, today] = [before, now].map((engine) => String(engine[name] ?? 'none'));
  if (name === 'precision') return `it was computed in ${then}, and would be in ${today} here`;
  const what = name === 'rung' ? 'engine' : name; // As `EngineRecord` says.
  return `another engine computed it (${what}: ${then} then, ${today} now)`;
}
