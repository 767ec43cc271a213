/** Which test images a run answers rightly. */
export interface RunAnswers {
  /** Names the test images; the images of runs that give the same name can be compared one by one. */
  images: string;
  /** The images of each class. */
  counts: readonly number[];
  /** A bit for each image, ordered by class, 1 where the answer is right, the first in the highest bit of the first byte. */
  bits: Uint8Array;
  /** The group of each image in the same order; null where every image stands for itself. */
  groups: Uint32Array | null;
  /** What the value of the run is: the share of right answers over images, or the mean of this share over classes. */
  mean: 'over images' | 'over classes';
}

/** 1 where the answer to an image is right, else 0; images by their place in the order of the bits. */
export const answerAt = ({ bits }: Pick<RunAnswers, 'bits'>, image: number): number =>
  (bits[image >> 3]! >> (7 - (image & 7))) & 1;

/** The number of images. */
export const imagesOf = ({ counts }: RunAnswers): number => total(counts);

/** The number of independent parts of the test images: their groups, or images where every image stands for itself. */
export const unitsOf = (answers: RunAnswers): number =>
  answers.groups === null ? imagesOf(answers) : new Set(answers.groups).size;

/**
 * The covariance of the values of two runs over the choice of test images, for the answers that these runs gave: what one value moves
 * together with the other when other images are drawn, in squared units of the value. Of a run with itself it is the binomial variance. Both
 * must have the same images and the same kind of mean.
 */
export function imageCovariance(one: RunAnswers, other: RunAnswers): number {
  if (one.groups !== null) return ofGroups(groupSums(one), groupSums(other));
  return one.mean === 'over images' ? ofImages(one, other) : ofClasses(one, other);
}

function ofImages(one: RunAnswers, other: RunAnswers): number {
  const count = imagesOf(one);
  if (count < 2) return 0;
  const scatter = total(scatters(one, other, { centred: false }));
  const [rightOne, rightOther] = [total(rightOf(one)), total(rightOf(other))];
  return (scatter - (rightOne * rightOther) / count) / (count - 1) / count;
}

/** A class of a single image shows no spread of its own, so it has that of the others. */
function ofClasses(one: RunAnswers, other: RunAnswers): number {
  const known = one.counts.filter((count) => count > 0);
  const sums = scatters(one, other, { centred: true });
  const pooled = total(sums) / Math.max(1, total(known) - known.length);
  const parts = one.counts.map((count, label) => {
    if (count === 0) return 0;
    return (count > 1 ? sums[label]! / (count - 1) : pooled) / count;
  });
  return total(parts) / known.length ** 2;
}

/** For each class how many images both answer rightly; `centred`: less what answers that have nothing in common would have. */
function scatters(one: RunAnswers, other: RunAnswers, { centred }: { centred: boolean }): number[] {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const [right, rightOther] = [rightOf(one), rightOf(other)];
  let at = 0;
  return one.counts.map((count, label) => {
    let both = 0;
    for (const end = at + Math.ceil(count / 32); at < end; at++) {
      both += onesOf(words[at]! & others[at]!);
    }
    return centred && count > 0 ? both - (right[label]! * rightOther[label]!) / count : both;
  });
}

function ofGroups(one: Float64Array, other: Float64Array): number {
  if (one.length < 2) return 0;
  let sum = 0;
  for (let group = 0; group < one.length; group++) sum += one[group]! * other[group]!;
  return (sum * one.length) / (one.length - 1);
}

/** What was computed of answers, because each takes part in many pairs. */
interface Prepared {
  words: Uint32Array;
  right: number[];
  groups: Float64Array | null;
}
const prepared = new WeakMap<RunAnswers, Prepared>();

function preparedOf(answers: RunAnswers): Prepared {
  const known = prepared.get(answers);
  if (known) return known;
  const words = alignedWords(answers);
  const made = { words, right: rightByClass(answers, words), groups: null };
  prepared.set(answers, made);
  return made;
}

const wordsOf = (answers: RunAnswers): Uint32Array => preparedOf(answers).words;
const rightOf = (answers: RunAnswers): number[] => preparedOf(answers).right;

function groupSums(answers: RunAnswers): Float64Array {
  const known = preparedOf(answers);
  known.groups ??= influenceOfGroups(answers, known.right);
  return known.groups;
}

/** The bits of each class from the start of a word on; unused bits are 0. */
function alignedWords(answers: RunAnswers): Uint32Array {
  const { counts } = answers;
  const words = new Uint32Array(total(counts.map((count) => Math.ceil(count / 32))));
  let [image, word] = [0, 0];
  for (const count of counts) {
    for (let at = 0; at < count; at++, image++) {
      words[word + (at >> 5)]! |= answerAt(answers, image) << (at & 31);
    }
    word += Math.ceil(count / 32);
  }
  return words;
}

function rightByClass({ counts }: RunAnswers, words: Uint32Array): number[] {
  let at = 0;
  return counts.map((count) => {
    const own = words.subarray(at, (at += Math.ceil(count / 32)));
    return own.reduce((sum, word) => sum + onesOf(word), 0);
  });
}

/** For each group how much the value moves by its images: the sum of (answer − mean) times the weight of an image. */
function influenceOfGroups(answers: RunAnswers, right: readonly number[]): Float64Array {
  const { counts, groups, mean } = answers;
  const numbers = new Map<number, number>();
  for (const group of groups!) if (!numbers.has(group)) numbers.set(group, numbers.size);
  const sums = new Float64Array(numbers.size);
  const [images, classes] = [total(counts), counts.filter((count) => count > 0).length];
  let image = 0;
  counts.forEach((count, label) => {
    const [centre, weight] =
      mean === 'over images'
        ? [total(right) / images, 1 / images]
        : [right[label]! / count, 1 / (count * classes)];
    for (const end = image + count; image < end; image++) {
      sums[numbers.get(groups![image]!)!]! += weight * (answerAt(answers, image) - centre);
    }
  });
  return sums;
}

/** The number of bits of a word that are 1. */
function onesOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
