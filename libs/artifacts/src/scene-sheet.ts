/** Layout of the contact sheet of a dataset of scenes: the strips of rows, and the content of the rows in a strip. */
export const SCENE_STRIPS = 3;

export const SCENE_ROWS = ['images', 'classes', 'instances', 'depth'] as const;

/** Rows of the whole sheet. */
export const SCENE_SHEET_ROWS = SCENE_STRIPS * SCENE_ROWS.length;
