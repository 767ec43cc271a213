import type { Manifest } from '@nhat/artifacts';
import { classRows } from '@nhat/documents';
import type { DatasetConfig, SourceRegistry } from '@nhat/documents';
import { imageScores } from '@nhat/outputs';
import { sources } from '@nhat/sources/registry';
import { SHOWN } from './sample-images';

/**
 * The part of the contact sheet of an images node that a report shows, as a PNG with as many rows: in the place of the sheet it gives
 * the same samples. Throws where the sheet is no picture.
 */
export async function shownPart(
  { node, config, outputs }: Pick<Manifest, 'node' | 'config' | 'outputs'>,
  sheet: Uint8Array,
  registry: SourceRegistry = sources,
): Promise<Uint8Array> {
  const { source } = config as unknown as DatasetConfig;
  const { classes, truths } = imageScores(node, outputs.scores);
  const rows =
    registry[source.name]?.words?.rows?.(source) ?? classRows(classes, truths.includes('label'));
  const { default: sharp } = await import('sharp');
  const { width = 0, height = 0 } = await sharp(sheet).metadata();
  const shown = Math.min(width, SHOWN * Math.floor(height / rows.count));
  return sharp(sheet)
    .extract({ left: 0, top: 0, width: shown, height })
    .png({ compressionLevel: 9, adaptiveFiltering: true })
    .toBuffer();
}
