import type { Split } from '@nhat/artifacts';
import { userError } from '@nhat/documents';

/** Throws for images without labels that are held out: they can test nothing, and nobody expects them in pretraining. */
export function checkLabelled(
  where: string,
  split: Split | null,
  missing: { got: readonly string[]; expected: string },
): void {
  if (split === null || split === 'train') return;
  throw userError(where, `${split} images without labels`, {
    ...missing,
    advice:
      'Add the labels, or move the images out of the dataset; into a folder that "unlabelled" names, if they may take part in pretraining.',
  });
}
