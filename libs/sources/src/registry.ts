import type { SourceRegistry } from '@nhat/documents';
import { folderSource } from './folder';
import { renderedSource } from './rendered';

/** The sources that dataset documents may name. The first is the source of those that name none. */
export const sources: SourceRegistry = {
  rendered: renderedSource,
  folder: folderSource,
};
