export { fileIngredient } from './file-ingredient';
export { rendered, renderedSource } from './rendered';
export { sources } from './registry';
export { FaultyFiles, SHEET_COLUMNS } from './source';
export type { FileFault, ImageSource, OpenSource, SheetPainter, SourceShard } from './source';
