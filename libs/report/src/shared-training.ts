import type { JsonObject } from '@nhat/documents';
import type { Comparison, Panel, Report, RunOrigin, Setting } from './report';

/** The panels that nhat trained; what the runs of other programs have in common is not known here. */
export const ownPanels = ({ panels }: Report): Panel[] =>
  panels.filter(({ ofAnotherProgram }) => !ofAnotherProgram);

/** Whether scratch and finetuning saw equally many images at every budget that both have; null without such a budget. */
export function isOfEqualLength(panels: readonly Panel[]): boolean | null {
  const pairs = panels.flatMap(({ origins, comparisons }) =>
    comparisons.filter(isWhole).flatMap((comparison) => {
      const scratch = lengthsOf(origins);
      return [...lengthsOf(comparison.origins)].flatMap(([n, own]) =>
        scratch.has(n) ? [[scratch.get(n)!, own]] : [],
      );
    }),
  );
  return pairs.length === 0 ? null : pairs.every(([one, other]) => one === other);
}

/** Finetuning of all layers. */
const isWhole = ({ evaluation }: Comparison): boolean => evaluation === undefined;

/** Images seen by label count; the largest where runs differ. */
function lengthsOf(origins: readonly RunOrigin[]): Map<number, number> {
  const lengths = new Map<number, number>();
  for (const { n, imagesSeen } of origins) {
    if (imagesSeen !== null) lengths.set(n, Math.max(imagesSeen, lengths.get(n) ?? 0));
  }
  return lengths;
}

/** Whether scratch and finetuning of each network and task have one batch size, rates, augmentation and precision. */
export function isOfOneRecipe(settings: readonly Setting[]): boolean {
  const recipe = ({ schedule, augment, precision }: Setting) =>
    JSON.stringify([schedule, augment, precision]);
  const of = (arm: string) => settings.filter((setting) => setting.arm === arm);
  return of('finetuning').every((finetuning) =>
    of('scratch')
      .filter(
        ({ backbone, of: task }) => backbone === finetuning.backbone && task === finetuning.of,
      )
      .every((scratch) => recipe(scratch) === recipe(finetuning)),
  );
}

/** How the labels of a study are drawn, `balanced` or `random`; undefined where it is not known or not one way. */
export function labelDraw({ options }: Report): string | undefined {
  const draws = new Set(drawsIn(options ?? {}));
  return draws.size === 1 ? [...draws][0] : undefined;
}

function drawsIn({ labels, scores, includes }: JsonObject): string[] {
  const own = typeof labels === 'string' && !scores ? [labels] : [];
  const included = Object.values((includes ?? {}) as JsonObject);
  return [...own, ...included.flatMap((one) => drawsIn(one as JsonObject))];
}
