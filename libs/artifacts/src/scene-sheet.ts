/** The layout of the contact sheet of a dataset of scenes: strips of rows, and what the rows of a strip show. */
export const SCENE_STRIPS = 3;

export const SCENE_ROWS = ['images', 'classes', 'instances', 'depth'] as const;

/** Rows of the whole sheet. */
export const SCENE_SHEET_ROWS = SCENE_STRIPS * SCENE_ROWS.length;
