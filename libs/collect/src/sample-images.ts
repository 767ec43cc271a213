import type { Sample } from '@nhat/report';

/** The number of images of a row that a report shows. */
export const SHOWN = 4;

/** Cuts the first images of the first rows out of a contact sheet of `rows` rows with equal gaps, as strips with data URIs. */
export async function sampleImages(
  sheet: Uint8Array,
  labels: readonly string[],
  rows: number,
  resolution: number,
): Promise<Sample[]> {
  const { default: sharp } = await import('sharp');
  const { height = 0 } = await sharp(sheet).metadata();
  const step = Math.floor(height / rows);
  const width = SHOWN * step - (step - resolution);
  return Promise.all(
    labels.map(async (label, row) => {
      const strip = await sharp(sheet)
        .extract({ left: 0, top: row * step, width, height: resolution })
        .png({ compressionLevel: 9 })
        .toBuffer();
      const image = `data:image/png;base64,${strip.toString('base64')}`;
      return { label, image, width, height: resolution };
    }),
  );
}
