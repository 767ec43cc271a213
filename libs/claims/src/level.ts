/** Level of every one-sided test. */
export const LEVEL = 0.05;
