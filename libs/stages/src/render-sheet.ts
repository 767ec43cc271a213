import sharp from 'sharp';
import { createRenderer, renderRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/spec';
import { contactSheet } from './contact-sheet';

const IMAGES = 140;

/** A PNG with the first 140 training images of a dataset, a row for each class. */
export function renderSheet(config: RenderConfig): Promise<Buffer> {
  const { pixels } = renderRange(createRenderer(config), config, 'train', 0, IMAGES);
  const sheet = contactSheet(pixels, IMAGES, config.resolution);
  return sharp(sheet).png({ compressionLevel: 9 }).toBuffer();
}
