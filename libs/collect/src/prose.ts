/**
 * Text of a document that is safe to print: control characters and characters that change the direction of writing become
 * spaces. So do line breaks and tabs, because the text is wrapped again.
 */
export const plainProse = (text: string): string =>
  text.replace(/[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
