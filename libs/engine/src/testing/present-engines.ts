import type { Precision } from '@nhat/documents';
import type { EngineKind } from '../engine-kind';
import { engines } from '../engines';

/** The engines that tests can open on this machine. */
export const presentEngines: readonly EngineKind[] = engines.filter((kind) => kind.available());

/** The names of the engines that are present and of which `fits` holds. */
export const presentNames = (fits: (kind: EngineKind) => boolean = () => true): string[] =>
  presentEngines.filter(fits).map(({ name }) => name);

/** The engines that can train whole networks: others are for checks on tiny shapes. */
export const trainingNames = (): string[] => presentNames(({ automatic }) => automatic);

/** The engines that have bfloat16. */
export const bfloat16Names = (): string[] =>
  presentNames(({ capabilities }) => capabilities.bfloat16);

export interface EngineCase {
  engine: string;
  precision: Precision;
}

/** The named engines, best first, each in float32 and then in bfloat16 where it has that. */
export const engineCases = (names: readonly string[] = presentNames()): EngineCase[] =>
  names.flatMap((engine) => [
    { engine, precision: 'float32' as const },
    ...(bfloat16Names().includes(engine) ? [{ engine, precision: 'bfloat16' as const }] : []),
  ]);

// A skipped test for each engine that is missing, in each suite that would run on it: so the absence is counted and printed.
for (const { name } of engines.filter((kind) => !kind.available())) {
  describe(`the ${name} engine`, () => {
    it.skip('is not available on this machine', () => undefined);
  });
}
