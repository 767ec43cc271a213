export type { ClusterFiles, ClusterIo, ProgramEnd } from './cluster-io';
export { SlurmDriver } from './driver';
export { CLUSTER_FILE, clusterSchema, readClusterOptions } from './read-options';
export type { ClusterOptions, Resources } from './options';
export { realIo } from './real-io';
export type { StageUse } from './resources';
export { jobName } from './job-name';
export type { ClusterNode, NodeEnd } from './tracked';
