/** Names of nodes end in eight hexadecimal digits. */
export const NODE_NAME = /^[a-z0-9-]+-[0-9a-f]{8}$/;
