import { collectSweep } from '@nhat/collect/collect-sweep';
import { userError } from '@nhat/documents';
import { PUBLISHED, publishedPacks } from '@nhat/packs';
import { sweepTable } from '@nhat/report/sweep-table';

/** What docs show of packs. */
export interface Figures {
  files: FileText[];
  /** The tables by kind, in Markdown. */
  tables: Readonly<Record<string, () => string>>;
}

export interface FileText {
  /** From the root of the workspace. */
  path: string;
  text: string;
}

/** Whether a name is the folder of a sweep, `mini/sweep/`, and not that of a pipeline. */
export const isSweep = (name: string): boolean => name.endsWith('/');

/**
 * The tables of all packs in a folder of `published/`, which belong together as a sweep of rates, and their rows. Throws a UserError for a
 * folder without packs, and for a damaged one.
 */
export function sweepFigures(root: string, folder: string): Figures {
  const packs = publishedPacks(root).filter(({ name }) => name.startsWith(folder));
  if (packs.length === 0) {
    throw userError(`${PUBLISHED}/${folder}`, 'has no packs', { expected: 'those of a sweep' });
  }
  const sweep = collectSweep(
    packs.flatMap(({ path, found }) => {
      if (found.kind !== 'pack') {
        throw userError(path, 'damaged', {
          ...(found.kind === 'damaged' && { got: found.why }),
          advice: 'Bring it back from git.',
        });
      }
      return found.pack.keys.flatMap((key) => found.pack.manifest(key) ?? []);
    }),
  );
  const to = `docs/results/${folder.slice(0, -1).replaceAll('/', '-')}.json`;
  return {
    files: [{ path: to, text: `${JSON.stringify(sweep, null, 2)}\n` }],
    tables: {
      pretraining: () => sweepTable(sweep, 'pretraining'),
      supervised: () => sweepTable(sweep, 'supervised'),
    },
  };
}
