/**
 * Prose of a document without what a terminal would take as a command: control characters and marks that change the
 * direction of writing become spaces; line breaks and tabs too, because prose is wrapped anew.
 */
export const plainProse = (text: string): string =>
  text.replace(/[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
