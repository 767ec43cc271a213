import type { NodeReporter } from '@nhat/live';
import type { Store } from '@nhat/store';
import type { Progress } from './stage';

/** Everything that running a node needs besides the record of the node. */
export interface RunContext {
  /** Folder of the workspace. */
  root: string;
  store: Store;
  progress: Progress;
  /** Keeps on the disk what the node does, where that is shown. */
  live?: NodeReporter;
  /** Registers a function that releases the locks of the node; it is called when the process is stopped. */
  onStop(release: () => void): void;
  /** Whether other nodes run in this process: then nothing is mended, and only stages without packages run. */
  shared?: boolean;
  /** Whether the result must have all its blobs in the store, because a node that runs reads them. */
  whole?: boolean;
  /** Whether stages with packages run somewhere else. */
  plainOnly?: boolean;
}
