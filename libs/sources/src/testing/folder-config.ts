import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { sources } from '../registry';

/** A dataset of 16 px from the images in a folder. */
export const folderConfig = (path: string, options: JsonObject = {}): DatasetConfig => ({
  ...{ dataset: 'own', resolution: 16, counts: null },
  source: resolveSource({ name: 'folder', path, ...options }, sources),
});
