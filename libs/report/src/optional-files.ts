/** The files beside a page that only some reports have: those of a decision, and those of recall per class. */
export const OPTIONAL_FILES = ['decision.json', 'recall.json', 'recall.csv'] as const;

export type OptionalFile = (typeof OPTIONAL_FILES)[number];
