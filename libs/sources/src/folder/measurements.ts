/** A class is a number that stands for several images; so few of each are measurements. */
const FEW_IMAGES = 4;
/** So few different numbers may be classes, however they are written. */
const FEW_NUMBERS = 10;

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?$/i;
const FRACTION = /[.,e]/i;

/** What to say of labels that look like measured values: many different numbers, with fractions or with few images of each. */
export function measurementAdvice(labels: readonly string[]): string | undefined {
  const different = new Set(labels);
  if (different.size <= FEW_NUMBERS || ![...different].every((one) => NUMBER.test(one))) {
    return undefined;
  }
  const isMeasured =
    labels.length < FEW_IMAGES * different.size || [...different].some((one) => FRACTION.test(one));
  return isMeasured
    ? `The labels look like measurements (${different.size.toLocaleString('en')} different numbers for ${labels.length.toLocaleString('en')} images), and nhat classifies: name a column of classes, or make some classes of ranges of the values.`
    : undefined;
}
