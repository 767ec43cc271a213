// Paths, from the root of the workspace, of the programs that are started as processes. Plain Node and bash repeat the paths
// that they start; launchers.spec.ts compares them.

/** Runs the TypeScript entry that is its first argument. */
export const LOADER = 'tools/load.cjs';
/** Runs the node that NHAT_NODE names, in this process. */
export const NODE_ENTRY = 'libs/runner/src/main.ts';
/** Runs nodes of a run of Nx for NODE_CLIENT, in one process. */
export const WORKER_ENTRY = 'libs/runner/src/worker.ts';
/** Hands the node that NHAT_NODE names to the launcher that NHAT_EXECUTOR names. */
export const LAUNCH_ENTRY = 'libs/runner/src/launch-main.ts';
/** Runs the node that NHAT_NODE names on the cluster, for NODE_CLIENT where there is no worker. */
export const CLUSTER_ENTRY = 'libs/runner/src/cluster-main.ts';
/** Bash: asks the worker to run the node that NHAT_NODE names, or to make the bundle that NHAT_BUNDLE names. */
export const NODE_CLIENT = 'libs/runner/run-node.bash';
/** Makes the bundle that NHAT_BUNDLE names, in this process. */
export const BUNDLE_ENTRY = 'libs/runner/src/bundle-main.ts';

/** The shell command that runs a TypeScript entry from the root of the workspace. */
export const loadCommand = (entry: string): string => `node ${LOADER} ${entry}`;
