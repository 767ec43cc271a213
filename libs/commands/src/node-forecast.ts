import type { Manifest } from '@nhat/artifacts';
import type { Reason, StageName } from '@nhat/plan';

/**
 * What will happen to a node in the next run. `ready`: nothing is computed, its result is restored. `run`: it is computed. `depends`: it
 * is computed unless what runs before it gives the result that it gave before.
 */
export type Status = 'ready' | 'run' | 'depends';

export interface Forecast {
  name: string;
  stage: StageName;
  status: Status;
  /** Why it will run; absent for nodes whose result is there. */
  reason?: Cause;
  /** The key of its result; absent while what runs before it decides it. */
  key?: string;
  /** Where the result is that will be used. */
  result?: { place: 'artifacts' | 'store' | 'published pack' | 'cache of Nx'; manifest: Manifest };
}

export interface Cause {
  kind: Reason['kind'] | 'new in this pipeline' | 'upstream runs' | 'files lost' | 'pack left out';
  /** What exactly: changed options as `path: before → after`, names of nodes or of files. */
  details: string[];
  /** Changed options in words. */
  words?: string[];
}
