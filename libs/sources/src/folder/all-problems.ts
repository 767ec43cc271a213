import { UserError } from '@nhat/documents';
import type { FileFault } from '../source';

/** So many problems of a kind are named in a message; the others are counted. */
export const NAMED_PROBLEMS = 20;

/** Throws one UserError with a line for each of the first problems and the number of the others; does nothing without problems. */
export function throwAll(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new UserError(firstOf(problems).join('\n'));
}

/** The first lines, and how many others there are. */
function firstOf(lines: readonly string[]): string[] {
  const more = lines.length - NAMED_PROBLEMS;
  return [
    ...lines.slice(0, NAMED_PROBLEMS),
    ...(more > 0 ? [`and ${more.toLocaleString('en')} more`] : []),
  ];
}

/** Makes the plan of a dataset. What is wrong with it is thrown together with the files that give no image. */
export function planned<Plan>(plan: () => Plan, faults: readonly FileFault[]): Plan {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof UserError) || faults.length === 0) throw error;
    const count = `${faults.length} ${faults.length === 1 ? 'file gives' : 'files give'} no image:`;
    const lines = firstOf(faults.map(({ file, what }) => `  ${file}: ${what}`));
    throw new UserError([error.message, count, ...lines].join('\n'));
  }
}
