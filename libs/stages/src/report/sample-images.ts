import sharp from 'sharp';
import type { Sample } from '@nhat/report';

/** Images of a class that a report shows. */
const SHOWN = 4;

/** The first images of each row of a contact sheet (one row a class, equal gaps) as strips with data URIs. */
export async function sampleImages(
  sheet: Uint8Array,
  classes: readonly string[],
  resolution: number,
): Promise<Sample[]> {
  const { height = 0 } = await sharp(sheet).metadata();
  const step = Math.floor(height / classes.length);
  const width = SHOWN * step - (step - resolution);
  return Promise.all(
    classes.map(async (label, row) => {
      const strip = await sharp(sheet)
        .extract({ left: 0, top: row * step, width, height: resolution })
        .png({ compressionLevel: 9 })
        .toBuffer();
      const image = `data:image/png;base64,${strip.toString('base64')}`;
      return { label, image, width, height: resolution };
    }),
  );
}
