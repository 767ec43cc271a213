import { join } from 'node:path';

/** The folder of packs, below the root of the workspace; it is under version control. */
export const PUBLISHED = 'published';

/** What the name of a pack ends with. */
export const PACK_ENDING = '.nhat-pack';

/** Names of pipelines as they may stand in a path: letters, digits, hyphens and underscores between slashes. */
export const PIPELINE_NAME = /^\w[\w-]*(\/\w[\w-]*)*$/;

/** Path of the pack of a pipeline, from the root of the workspace. */
export const packPath = (pipeline: string): string => join(PUBLISHED, `${pipeline}${PACK_ENDING}`);
