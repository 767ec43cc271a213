/** Weights, and the images of a split: by far the largest files of nodes, and no report reads them. */
const FOR_TRAINING = /^(weights|(train|validation|test)-\d+)$/;

/** The largest file that a pack holds, in bytes: some 2,000 numbers of each of a training's curves, or a small picture. */
export const FILE_LIMIT = 64 * 1024;

/** Whether a pack may hold the file that a node calls `name`; one of more than `FILE_LIMIT` bytes it holds in no case. */
export const travels = (name: string): boolean => !FOR_TRAINING.test(name);
