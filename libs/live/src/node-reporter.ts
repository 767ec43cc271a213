import { removeNodeState, thisProcess, writeNodeState } from './live-folder';
import type { NodeState } from './live-folder';
import { rateMeter } from './rate';

/** Milliseconds between two writes of one node. */
const INTERVAL = 1000;
/** Milliseconds after which a node that reports nothing writes that it still runs. */
const HEARTBEAT = 10_000;

/** Keeps on the disk what one node does, for the view of a run and for `nx status`. */
export interface NodeReporter {
  /** The stage begins. */
  begin(): void;
  /** As for `Progress`. */
  step(done: number, total: number, images: number, shown: Record<string, number>): void;
  /** Another process computes the same. */
  waits(holder: string): void;
  /** A job of a cluster waits; as long as its driver lives, so that hundreds of them write nothing more. */
  queued(job: string): void;
  /** From here on the process of the job reports. */
  leave(): void;
  /** The node is done, or stopped. */
  end(): void;
  /** The node failed with this message; it is kept until the node begins again. */
  fail(message: string): void;
}

export interface Reported {
  root: string;
  node: string;
  stage: string;
  /** Label of this machine. */
  host: string;
}

export function nodeReporter({ root, node, stage, host }: Reported): NodeReporter {
  const now = () => performance.now();
  const measure = rateMeter(now);
  let state: NodeState | undefined;
  let writtenAt = -Infinity;
  let pulse: NodeJS.Timeout | undefined;
  const write = (more: Partial<NodeState>) => {
    const time = new Date().toISOString();
    state = { ...thisProcess(host), node, stage, since: time, ...state, updated: time, ...more };
    writtenAt = now();
    writeNodeState(root, state);
  };
  const close = () => {
    clearInterval(pulse);
    pulse = undefined;
  };
  const open = (more: Partial<NodeState>) => {
    state = undefined;
    write(more);
    pulse ??= setInterval(() => state && now() - writtenAt >= HEARTBEAT && write({}), HEARTBEAT);
    pulse.unref();
  };
  return {
    begin: () => open({}),
    step(done, total, images, values) {
      const { imagesPerSecond, secondsLeft } = measure(done, total, images);
      if (now() - writtenAt < INTERVAL) return;
      const finite = (value: number) => (Number.isFinite(value) ? value : undefined);
      write({
        ...{ done, total, values },
        imagesPerSecond: finite(imagesPerSecond),
        secondsLeft: finite(secondsLeft),
      } as Partial<NodeState>);
    },
    waits: (waitsFor) => open({ waitsFor }),
    queued(waitsFor) {
      close();
      state = undefined;
      write({ waitsFor });
    },
    leave() {
      close();
      state = undefined;
    },
    end() {
      close();
      state = undefined;
      removeNodeState(root, node); // Also what an earlier failure left.
    },
    fail(failure) {
      close();
      write({ failure });
    },
  };
}
