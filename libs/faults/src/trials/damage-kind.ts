import { lstatSync, rmSync } from 'node:fs';
import { DAMAGES } from './damage';
import type { Damage } from './damage';
import type { FaultKind, TrialContext } from './fault-kind';
import { fileClasses } from './file-classes';
import { judge } from './judge';
import { storedResults } from './results';
import { WRITTEN } from './trial-workspace';
import { filesBelow } from './written-files';

/** Nx opens it before it loads the plug-in of this workspace, so nothing here can mend it. */
const BEFORE_PLUGIN = /^\.nx\/data\/project-graph\.lock$/;

/** Damages one file of a class, or all of them, then runs the usual command. Classes take turns. */
export const damageKind = (damage: Damage, trials: number): FaultKind => ({
  trials,
  untried: () =>
    damage === 'folder'
      ? "a folder in the place of Nx's project-graph.lock, which Nx opens before any code of this workspace"
      : undefined,
  run: async (context) => {
    const fileClass = fileClasses[context.trial % fileClasses.length]!;
    const { workspace, random, reference } = context;
    await workspace.restore(fileClass.state);
    const bare = random.chance(0.5) ? (fileClass.shields ?? []) : [];
    workspace.remove(...bare);
    const files = chosenFiles(context, fileClass.pattern, damage);
    if (files.length === 0) return undefined;
    for (const file of files) DAMAGES[damage](workspace.path(file), random);
    const before = storedResults(workspace.folder);
    const run = await workspace.run();
    const followAdvice = (messages: string) => {
      const named = files.filter(
        (file) => messages.includes(file) && isFolder(workspace.path(file)),
      );
      for (const file of named) rmSync(workspace.path(file), { recursive: true });
      return true;
    };
    const judgement = await judge({ workspace, reference, before, run, followAdvice });
    const without = bare.length === 0 ? '' : `, without ${bare.join(', ')}`;
    const what = files.length === 1 ? files[0]! : `${files[0]} and ${files.length - 1} more`;
    return { row: fileClass.name, fault: `${damage} ${what}${without}`, ...judgement };
  },
});

/** One file or, every second time, all. */
function chosenFiles(
  { workspace, random }: TrialContext,
  pattern: RegExp,
  damage: Damage,
): string[] {
  const files = filesBelow(workspace.folder, WRITTEN).filter(
    (file) => pattern.test(file) && !(damage === 'folder' && BEFORE_PLUGIN.test(file)),
  );
  if (files.length === 0 || random.chance(0.5)) return files;
  return [random.pick(files)];
}

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
