import { realpathSync } from 'node:fs';
import { sha256 } from '@nhat/artifacts';

/** The name of all jobs of a workspace; other workspaces of the same user have other names. */
export const jobName = (root: string): string => `nhat-${sha256(realpathSync(root)).slice(0, 12)}`;
