/** A fault that JSON.parse accepts, with its offset in the text. */
export type StructureFault =
  | { kind: 'a key twice'; key: string; offset: number }
  | { kind: 'nested too deeply'; offset: number };

/** Finds the first repeated key of an object, or the first bracket that opens more than `mostLevels` levels, in valid JSON. */
export function structureFault(text: string, mostLevels: number): StructureFault | undefined {
  /** The keys so far of every open object; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === mostLevels) return { kind: 'nested too deeply', offset: at };
      open.push(character === '{' ? new Set() : undefined);
      isKey = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === ',') {
      isKey = open.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (isKey) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        const keys = open.at(-1)!;
        if (keys.has(key)) return { kind: 'a key twice', key, offset: at };
        keys.add(key);
        isKey = false;
      }
      at = end;
    }
  }
  return undefined;
}

/** Offset of the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
