import { methodName, unique } from './naming';
import { count } from './number-format';
import type { Comparison, Report } from './report';

/** The comparisons whose heads read something else than a pretrained network, one for each name. */
function unpretrained({ panels }: Report): Comparison[] {
  const named = new Map<string, Comparison>();
  for (const comparison of panels.flatMap(({ comparisons }) => comparisons)) {
    if (comparison.reads !== undefined) named.set(comparison.method, comparison);
  }
  return [...named.values()];
}

/** Names of the arms without pretraining. */
export const unpretrainedNames = (report: Report): string[] =>
  unpretrained(report).map(({ method }) => method);

/** What each arm without pretraining is: `dinov3 (linear): DINOv3 ViT-S, 384 numbers an image; features made elsewhere …`. */
export const unpretrainedTexts = (report: Report): string[] =>
  unpretrained(report).map(({ method, reads }) => {
    const { title, about, dimensions } = reads!;
    const size = dimensions === null ? '' : `${count(dimensions)} numbers an image`;
    const made = [title, size].filter((part) => part !== '').join(', ');
    return `${method}: ${[made, about].filter((part) => part !== '').join('; ')}`.replace(
      /\.$/,
      '',
    );
  });

/** Names of the methods whose networks were pretrained here, without what was done with the networks. */
export const pretrainedNames = ({ panels }: Report): string[] =>
  unique(
    panels.flatMap(({ comparisons }) =>
      comparisons.flatMap((one) => (one.reads === undefined ? [methodName(one)] : [])),
    ),
  );
