import { userError } from '@nhat/documents';
import { MAX_NAME_LENGTH } from '@nhat/documents/parse-document';
import { boundNames } from './bound-names';
import type { Insertion } from './insertion';

/** The name of a new thing in the forms in which code needs it. */
export interface Names {
  /** As in documents and file names: `spin-twice`. */
  name: string;
  /** As exports are called: `spinTwice`. */
  camel: string;
  /** As a key of an object in code: `'spin-twice'`, or `spin` where no quotes are needed. */
  key: string;
}

/** Words that JavaScript does not allow as the name of a constant. */
const RESERVED = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for
  function if implements import in instanceof interface let new null package private protected public return static super switch
  this throw true try typeof undefined var void while with yield`.split(/\s+/),
);

/** Throws a UserError for a name that is no name of a file and of an export; `where` is the command. */
export function namesOf(where: string, name: unknown): Names {
  if (name === undefined) {
    throw userError(where, 'no name', {
      expected: `the name of the new thing, e.g. npx ${where} my-${where.split(' ').at(-1)}`,
    });
  }
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw userError(where, 'not a name', {
      got: name,
      expected: 'small letters and digits, with dashes between words, e.g. spin-twice',
    });
  }
  if (name.length > MAX_NAME_LENGTH) {
    throw userError(where, `too long for a name, ${name.length} characters`, {
      got: name,
      expected: `at most ${MAX_NAME_LENGTH}`,
    });
  }
  if (RESERVED.has(name)) {
    throw userError(where, 'a word of JavaScript', {
      got: name,
      expected: 'a name that an export can have',
      advice: `Call it my-${name}.`,
    });
  }
  const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { name, camel, key: camel === name ? name : `'${name}'` };
}

/** What a generator would write: texts of new files by their path, and entries with the text of the file that takes them. */
export interface Additions {
  files: Readonly<Record<string, string>>;
  insertions: readonly Insertion[];
  read(file: string): string;
}

/** Throws a UserError where the export of the new thing would have the name of something else in a file that declares or imports it. */
export function checkBound(where: string, { name, camel }: Names, additions: Additions): void {
  const path = pathWithTwice(camel, additions);
  if (path === undefined) return;
  throw userError(where, `the name of something that ${path} uses`, {
    got: name,
    expected: 'another name',
    advice: `Call it my-${name}.`,
  });
}

function pathWithTwice(camel: string, { files, insertions, read }: Additions): string | undefined {
  const code = Object.entries(files).filter(([path]) => path.endsWith('.ts'));
  const twice = code.find(
    ([, text]) => boundNames(text).filter((bound) => bound === camel).length > 1,
  );
  if (twice !== undefined) return twice[0];
  const imports = insertions.filter(({ at }) => at === 'imports');
  return imports.find(({ file, lines }) => {
    const there = new Set(boundNames(read(file)));
    return boundNames(lines).some((bound) => there.has(bound));
  })?.file;
}
