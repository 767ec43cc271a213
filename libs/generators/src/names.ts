import { userError } from '@nhat/documents';

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

/** Throws a UserError when a new file imports something under the name of its own export. */
export function checkImports(where: string, { name, camel }: Names, text: string): void {
  const imported = [...text.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim().replace(/^type /, '')),
  );
  if (!imported.includes(camel)) return;
  throw userError(where, 'the name of something that its file uses', {
    got: name,
    expected: 'another name',
    advice: `Call it my-${name}.`,
  });
}
