import sharp from 'sharp';
import { createRenderer, renderRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/documents';
import { datasetSheet, sheetImages } from '@nhat/stages/rendering/dataset-sheet';

/** A PNG with the first training images of a dataset: a row for each class, or scenes with their truth. */
export function renderSheet(config: RenderConfig): Promise<Buffer> {
  const count = sheetImages(config.objects);
  const sheet = datasetSheet(renderRange(createRenderer(config), config, 'train', 0, count));
  return sharp(sheet).png({ compressionLevel: 9 }).toBuffer();
}
