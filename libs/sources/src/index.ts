export { fileIngredient } from './file-ingredient';
export { rendered, renderedSource } from './rendered';
export { sources } from './registry';
export { SHEET_COLUMNS } from './source';
export type { ImageSource, OpenSource, SheetPainter } from './source';
