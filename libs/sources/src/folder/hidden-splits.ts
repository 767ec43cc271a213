import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';
import { splitOfName } from '../packed/split-of-name';
import { hasSplitFolders, isUnlabelled, splitNamed } from './class-folders';
import type { DigestedFile } from './digest-index';
import { namedFew } from './named-few';

/**
 * Throws a UserError where folders that would become classes are splits by all that can be seen: one has the name of a split, and a folder
 * within it has the name of one within another; or two have the words for two splits in their names, and the same folders within.
 */
export function checkHiddenSplits(path: string, files: readonly DigestedFile[]): void {
  if (hasSplitFolders(files)) return;
  const inner = innerFolders(files);
  const common = commonFolders(inner);
  if (common.length === 0) return;
  const tops = [...inner].filter(([, own]) => namesInBoth(common, own).length > 0);
  throw userError(path, 'folders that look like splits would become classes', {
    got: `${namedFew(tops.map(([top]) => top))}, which have in common: ${namedFew(common)}`,
    expected: 'a folder for each class, or folders train, val and test with the same classes',
    advice:
      'If these are splits, rename them to train, val and test, train among them, and move other folders away or name them in "unlabelled". If they are classes, rename the folders within them, or write "table" with a CSV file of labels into the source of the dataset.',
  });
}

/** The folders within each folder at the top, as far as they hold images. */
function innerFolders(files: readonly DigestedFile[]): Map<string, Set<string>> {
  const inner = new Map<string, Set<string>>();
  for (const { name } of files) {
    const [top, below, file] = name.split('/', 3) as [string, ...string[]];
    if (file === undefined || isUnlabelled(top)) continue;
    const own = inner.get(top) ?? new Set();
    inner.set(top, own.add(below!));
  }
  return inner;
}

/** The names of folders that a folder which looks like a split shares with another one. */
function commonFolders(inner: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const doubtful = [...inner].filter(([top]) => splitByWord(top) !== null);
  for (const [one, own] of doubtful) {
    for (const [other, others] of inner) {
      const common = one === other ? [] : namesInBoth([...own], others);
      const areSame = common.length > 1 && common.length === Math.max(own.size, others.size);
      if (splitNamed(one) !== undefined && common.length > 0) return common;
      if (areSame && areTwoSplits(one, other)) return common;
    }
  }
  return [];
}

function namesInBoth(own: readonly string[], others: ReadonlySet<string>): string[] {
  const names = new Set([...others].map((name) => name.toLowerCase()));
  return own.filter((name) => names.has(name.toLowerCase()));
}

function areTwoSplits(one: string, other: string): boolean {
  const meant = splitByWord(other);
  return meant !== null && meant !== splitByWord(one);
}

/** The split that a word within a name means, as in `seg_train`, `TestImages` and `val2017`. */
const splitByWord = (name: string): Split | null => splitOfName(name.replace(/\d+/g, ' '));
