import { isObject } from './json-schema';

/** The largest length of a value in a message, in characters. */
const VALUE_LENGTH = 200;
/** The largest number of names of a list in a message. */
const NAMES = 25;
/** Control characters and characters that change the direction of text, which a terminal would act upon. */
const CONTROL_CHARACTERS =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes text safe for a message: control characters become `\u001b`, and of more than `length` characters the last one is `…`.
 */
export function shortText(text: string, length: number): string {
  const escaped = text
    .slice(0, length + 1)
    .replace(
      CONTROL_CHARACTERS,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return escaped.length <= length ? escaped : `${escaped.slice(0, length - 1)}…`;
}

/** A value as JSON, cut to 200 characters, however large or deep it is. */
export function shortValue(value: unknown): string {
  let text = '';
  const isFull = () => text.length > VALUE_LENGTH;
  // Every level writes a character before the next one, so the text is full before the stack is.
  const write = (part: unknown): void => {
    if (isFull()) return;
    if (typeof part === 'string') text += JSON.stringify(part.slice(0, VALUE_LENGTH + 1));
    else if (Array.isArray(part)) writeEach('[', part.keys(), (at) => write(part[at]), ']');
    else if (isObject(part)) {
      const pair = (key: string) => {
        write(key);
        text += ':';
        write(part[key]);
      };
      writeEach('{', Object.keys(part), pair, '}');
    } else text += JSON.stringify(part) ?? String(part);
  };
  const writeEach = <Key>(
    open: string,
    keys: Iterable<Key>,
    writeItem: (key: Key) => void,
    close: string,
  ): void => {
    text += open;
    let separator = '';
    for (const key of keys) {
      if (isFull()) return;
      text += separator;
      separator = ',';
      writeItem(key);
    }
    text += close;
  };
  write(value);
  return shortText(text, VALUE_LENGTH);
}

/** `a, b, c`; of more than 25 names `… and 12 more`. */
export function shortList(names: readonly string[]): string {
  const more = names.length - NAMES;
  return more <= 0 ? names.join(', ') : `${names.slice(0, NAMES).join(', ')} and ${more} more`;
}
