import type { Insertion } from './insertion';
import type { Names } from './names';

/** What a generator writes for one kind of thing. */
export interface Kind {
  /** The registry file that would name a thing of this name, or the file of a document, so that none is replaced. */
  registry?: string;
  /** What is printed first, where `files` may take longer than ten seconds. */
  slow?: string;
  /** Path in the workspace → text; the first is the file of the thing itself. `read` gives the text of a file of the workspace, and `options` is what its generator takes besides the name, with the folder of the workspace. `say` takes what is printed before the next steps, a sentence at a time. */
  files(
    names: Names,
    read: (file: string) => string,
    options: Readonly<Record<string, unknown> & { root: string; say(sentence: string): void }>,
  ): Record<string, string> | Promise<Record<string, string>>;
  /** A text that some file of a folder holds where a thing of this name is there under another file name. */
  taken?(names: Names): { folder: string; text: string };
  /** Entries in registries and rows in documentation. */
  insertions?(names: Names): Insertion[];
  /** Whether the schemas that editors read change. */
  inSchemas?: boolean;
  /** What to do next, one command or sentence a line. */
  next(names: Names): string[];
}
