/** Text from elsewhere, fit for a terminal: control characters and line ends become escapes, as in `\u001b`; at most 200 characters. */
export const printable = (text: string): string =>
  (text.length > 200 ? `${text.slice(0, 200)}…` : text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (mark) => `\\u${mark.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  );
