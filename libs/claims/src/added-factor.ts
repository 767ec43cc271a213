import type { StudyCell } from './study';

/** The one factor that the images have and those without it lack; undefined where they differ by more or by something else. */
export function addedFactor(
  without: StudyCell['images'],
  images: StudyCell['images'],
): string | undefined {
  const names = Object.keys({ ...without.factors, ...images.factors });
  const differing = names.filter((name) => without.factors[name] !== images.factors[name]);
  const [factor] = differing;
  return without.otherwise === images.otherwise &&
    differing.length === 1 &&
    images.factors[factor!] === true &&
    without.factors[factor!] === false
    ? factor
    : undefined;
}
