/** Measures seconds per part of a run. The time of a nested part counts in the inner part only. */
export interface Stopwatch<Part extends string> {
  time<T>(part: Part, work: () => T): T;
  seconds(): Record<Part, number>;
}

/** `now` returns the milliseconds of a monotonic clock. */
export function createStopwatch<Part extends string>(
  parts: readonly Part[],
  now = () => performance.now(),
): Stopwatch<Part> {
  const seconds = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
  let current: Part | undefined;
  let since = 0;
  const turnTo = (part: Part | undefined): void => {
    const at = now();
    if (current !== undefined) seconds[current] += (at - since) / 1000;
    current = part;
    since = at;
  };
  return {
    time(part, work) {
      const outer = current;
      turnTo(part);
      const result = work();
      if (!(result instanceof Promise)) {
        turnTo(outer);
        return result;
      }
      return result.finally(() => turnTo(outer)) as typeof result;
    },
    seconds: () => {
      const rounded = parts.map((part) => [part, Math.round(seconds[part] * 1000) / 1000]);
      return Object.fromEntries(rounded) as Record<Part, number>;
    },
  };
}
