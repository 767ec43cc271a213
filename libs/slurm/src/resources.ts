import type { ClusterOptions, Resources } from './options';

/** What results of a stage took; from the manifests of this workspace. */
export interface StageUse {
  /** The longest, in seconds. */
  seconds: number;
  peakMemoryMb: number;
}

/** Where nothing is known. A training takes one thread. */
const UNKNOWN: Resources = { cores: 1, memoryMb: 2000, minutes: 120, gpus: 0 };

/**
 * The resources of a stage: from the file, else from what earlier results of the stage took (half as much memory again, in steps of
 * 250 MB, and four times the time, because nodes of a cluster differ), else one core, 2 GB and two hours.
 */
export function resourcesOf(
  stage: string,
  { resources = {} }: ClusterOptions,
  used?: StageUse,
): Resources {
  const measured = used && {
    memoryMb: Math.max(1000, 250 * Math.ceil((1.5 * used.peakMemoryMb) / 250)),
    minutes: Math.max(30, Math.ceil((4 * used.seconds) / 60)),
  };
  return { ...UNKNOWN, ...measured, ...resources['default'], ...resources[stage] };
}

/** The options of sbatch for these resources. */
export function resourceFlags({ cores, memoryMb, minutes, gpus }: Resources): string[] {
  return [
    `--cpus-per-task=${cores}`,
    `--mem=${memoryMb}M`,
    `--time=${minutes}`,
    ...(gpus > 0 ? [`--gpus=${gpus}`] : []),
  ];
}
