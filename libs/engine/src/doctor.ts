import os from 'node:os';
import type { Precision } from '@nhat/documents';
import { gradientCases } from './gradient-case';
import { errorAllowed, gradientError, precisionError } from './gradient-check';
import { measureConvolution } from './measure-convolution';
import { keepSpeed } from './measured-speed';
import type { Speed } from './measured-speed';
import { openEngine } from './open-engine';
import { cacheFolder } from './prepare/cache-folder';
import { findWorkspace } from './prepare/find-workspace';
import { hasNvidiaGpu } from './prepare/platform';
import { readReport } from './prepare/report';
import type { EngineFacts } from './rung';

export interface GradientResult {
  operation: string;
  precision: Precision;
  relativeError: number;
  allowed: number;
  right: boolean;
}

export interface Diagnosis {
  engine: EngineFacts;
  node: string;
  processor: string;
  cores: number;
  /** Rungs above this one, best first, and why they were not reached. */
  missed: { rung: string; why: string }[];
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
  const gradients = checkGradients('float32');
  const convolutionGflops: Partial<Speed> = { float32: measureConvolution() };
  if (engine.rung === 'native') {
    await openEngine({ precision: 'bfloat16' });
    gradients.push(...checkGradients('bfloat16'));
    convolutionGflops.bfloat16 = measureConvolution();
    keepSpeed(engine.version, convolutionGflops as Speed);
  }
  const { precision: automaticPrecision } = await openEngine({ precision: 'auto' });
  return {
    engine,
    node: process.version,
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    missed: missedRungs(engine),
    convolutionGflops,
    automaticPrecision,
    gradients,
    cache: cacheFolder(),
    healthy: gradients.every(({ right }) => right),
  };
}

function checkGradients(precision: Precision): GradientResult[] {
  const cases = gradientCases.filter((one) => precision === 'float32' || one.anyPrecision);
  return cases.map((one) => {
    const relativeError = precision === 'float32' ? gradientError(one) : precisionError(one);
    const allowed = errorAllowed();
    return {
      operation: one.name,
      precision,
      relativeError,
      allowed,
      right: relativeError < allowed,
    };
  });
}

/** GPU first, then the native engine on the processor; what the last preparation found. */
function missedRungs({ rung, gpu }: EngineFacts): Diagnosis['missed'] {
  if (gpu) return [];
  const report = readReport(findWorkspace().reports);
  const missed = report?.missed ?? [];
  const known = missed.some((one) => one.rung.startsWith('tensorflow-gpu'));
  const why = hasNvidiaGpu() ? 'not prepared; run `npm start`' : 'no NVIDIA GPU on this machine';
  const above = known ? [] : [{ rung: 'tensorflow-gpu (untested by us)', why }];
  if (rung !== 'native' && missed.length === 0) {
    const forced = process.env['NHAT_ENGINE'] === 'wasm' ? 'NHAT_ENGINE asks for wasm' : undefined;
    above.push({ rung: 'native', why: forced ?? 'not prepared; run `npm start`' });
  }
  return [...above, ...missed];
}
