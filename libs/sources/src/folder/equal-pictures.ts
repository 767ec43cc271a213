import { sha256 } from '@nhat/artifacts';
import type { Split } from '@nhat/artifacts';
import { decodeImage } from './decode-image';
import type { ImageFacts } from './decode-image';
import { GREY } from './examine-images';
import type { ExamineOptions } from './examine-images';
import { inFlight } from './in-flight';
import { isPlainHash } from './near-copies';
import type { NearCopy } from './near-copies';
import type { PlannedImage } from './plan-import';

type SplitImage = PlannedImage & { split: Split };

/**
 * Test images whose pixels after the import are those of a training or validation image in a file of other bytes, e.g. the same
 * picture saved again without loss; with the first such image of each. Images that share a hash alone are decoded.
 */
export async function equalPictures(
  images: readonly SplitImage[],
  facts: readonly Pick<ImageFacts, 'hash'>[],
  { size, range }: Pick<ExamineOptions, 'size' | 'range'>,
): Promise<NearCopy[]> {
  const hashesOf = (isTest: boolean) =>
    new Set(
      images.flatMap(({ split }, at) =>
        (split === 'test') === isTest && !isPlainHash(facts[at]!.hash) ? [facts[at]!.hash] : [],
      ),
    );
  const [tested, seen] = [hashesOf(true), hashesOf(false)];
  const alike = images.filter((_, at) => [tested, seen].every((one) => one.has(facts[at]!.hash)));
  const digests = new Map<SplitImage, string>();
  await inFlight(alike, async (image) => {
    digests.set(image, sha256((await decodeImage(image.file, size, GREY, range)).pixels));
  });
  const trained = new Map<string, string>();
  for (const image of alike.filter(({ split }) => split !== 'test').reverse()) {
    trained.set(digests.get(image)!, image.where);
  }
  return alike
    .filter(({ split }) => split === 'test')
    .flatMap((image) => {
      const train = trained.get(digests.get(image)!);
      return train === undefined ? [] : [{ test: image.where, train }];
    });
}
