import { userError } from '@nhat/documents';

/** Lines that a new thing adds to a file that is there. */
export interface Insertion {
  file: string;
  lines: string;
  /**
   * `imports`: behind the last import. Else in front of the first line that starts with a text, behind the last line that matches,
   * within the first line that starts with a text, in front of its last ` }`, or instead of the first text that matches.
   */
  at:
    | 'imports'
    | { before: string }
    | { afterLast: RegExp }
    | { within: string }
    | { instead: RegExp };
}

/** The text with the lines; throws a UserError where their place is not there. */
export function inserted(text: string, { file, lines, at }: Insertion): string {
  if (at !== 'imports' && 'instead' in at && at.instead.test(text)) {
    return text.replace(at.instead, () => lines);
  }
  const all = text.split('\n');
  const index = indexOf(all, at);
  if (index < 0) {
    throw userError(file, 'the place for a new entry is not there', {
      expected: at === 'imports' ? 'imports' : String(Object.values(at)[0]),
      advice: 'Restore the file, or add the entry by hand as CONTRIBUTING.md says.',
    });
  }
  if (at !== 'imports' && 'within' in at) {
    return all.with(index, all[index]!.replace(/ \}$/, `${lines} }`)).join('\n');
  }
  return all.toSpliced(index, 0, lines).join('\n');
}

/** The index of the line in front of which, or in which, the new lines belong; −1 where there is none. */
function indexOf(all: readonly string[], at: Insertion['at']): number {
  const startsWith = (start: string) => all.findIndex((line) => line.trim().startsWith(start));
  if (at !== 'imports' && 'before' in at) return startsWith(at.before);
  if (at !== 'imports' && 'within' in at) return startsWith(at.within);
  if (at !== 'imports' && 'instead' in at) return -1;
  const last = all.findLastIndex((line) => (at === 'imports' ? IMPORT : at.afterLast).test(line));
  return last < 0 ? -1 : last + 1;
}

/** The only or the last line of an import. */
const IMPORT = /^(import .*|\}) from '[^']*';$/;
