/** The variable that asks the process of a node for a result with all its blobs: one of a pack does not do. */
export const WHOLE = 'NHAT_WHOLE';
