/** Names of nodes end in eight hexadecimal digits. */
export const NODE_NAME = /^[a-z0-9-]+-[0-9a-f]{8}$/;

/** The one target of nodes and of bundles, so that `nx run <node>` runs it. */
export const NODE_TARGET = 'run';
