import os from 'node:os';
import type { Precision } from '@nhat/documents';
import { forcedEngine } from './chosen-engine';
import type { EngineFacts, MissedEngine } from './engine-kind';
import { engines } from './engines';
import { gradientCases } from './gradient-case';
import { errorAllowed, gradientError, precisionError } from './gradient-check';
import { keepFirst, measureInTurns } from './measure-in-turns';
import type { Speed } from './measured-speed';
import { openEngine } from './open-engine';
import { openedEngine } from './opened-engine';
import { cacheFolder } from './prepare/cache-folder';

export interface GradientResult {
  operation: string;
  precision: Precision;
  /** NaN where it could not be computed. */
  relativeError: number;
  allowed: number;
  right: boolean;
  /** Why it could not be computed; absent where it could. */
  failure?: string;
}

export interface Diagnosis {
  engine: EngineFacts;
  /** Whose version `engine.version` is. */
  library: string;
  node: string;
  processor: string;
  cores: number;
  /** Engines that would be preferred, best first, and why they are not in use. */
  missed: MissedEngine[];
  /** GFLOP/s of a 3 × 3 convolution forward by precision; a precision that is missing is not supported. */
  convolutionGflops: Partial<Speed>;
  /** What `"precision": "auto"` takes from now on. */
  automaticPrecision: Precision;
  gradients: GradientResult[];
  cache: string;
  /** Every gradient is right. */
  healthy: boolean;
}

/** Opens the engine as a training would, measures it and checks every gradient. */
export async function diagnose(): Promise<Diagnosis> {
  const engine = await openEngine();
  const { kind } = openedEngine();
  const gradients = await checkGradients('float32');
  if (kind.capabilities.bfloat16) {
    await openEngine({ precision: 'bfloat16' });
    gradients.push(...(await checkGradients('bfloat16')));
  }
  const convolutionGflops = await measureInTurns();
  keepFirst(engine.version, convolutionGflops);
  const { precision: automaticPrecision } = await openEngine({ precision: 'auto' });
  return {
    engine,
    library: kind.library,
    node: process.version,
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    missed: missedEngines(engine),
    convolutionGflops,
    automaticPrecision,
    gradients,
    cache: cacheFolder(),
    healthy: gradients.every(({ right }) => right),
  };
}

async function checkGradients(precision: Precision): Promise<GradientResult[]> {
  const cases = gradientCases.filter((one) => precision === 'float32' || one.anyPrecision);
  const results: GradientResult[] = [];
  for (const one of cases) {
    const allowed = errorAllowed();
    const named = { operation: one.name, precision, allowed };
    try {
      const relativeError = await (precision === 'float32'
        ? gradientError(one)
        : precisionError(one));
      results.push({ ...named, relativeError, right: relativeError < allowed });
    } catch (error) {
      const failure = (error as Error).message.replaceAll(/\s+/g, ' ');
      results.push({ ...named, relativeError: NaN, right: false, failure });
    }
  }
  return results;
}

/** What is above the engine that is open in the order of preference. */
function missedEngines(open: EngineFacts): MissedEngine[] {
  const candidates = engines.filter(({ automatic }) => automatic);
  const last = candidates.findIndex(({ name }) => name === open.name);
  const isForced = forcedEngine() !== undefined;
  const above = last < 0 ? candidates : candidates.slice(0, last + 1);
  return above.flatMap((kind) => {
    if (kind.missed) return kind.missed(open, isForced);
    if (kind.name === open.name) return [];
    const why = isForced ? `NHAT_ENGINE asks for ${open.name}` : 'not available on this machine';
    return [{ engine: kind.name, why }];
  });
}
