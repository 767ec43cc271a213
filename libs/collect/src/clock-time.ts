import type { Manifest } from '@nhat/artifacts';
import type { ClockTime } from '@nhat/report';

/**
 * How long nodes took by the clock: the time in which at least one of them ran, whenever and wherever that was, so that nodes that ran
 * side by side count once. Null where a start is not recorded, and without nodes.
 */
export function clockTime(nodes: readonly Pick<Manifest, 'ran'>[]): ClockTime | null {
  const spans = nodes
    .map(({ ran: { startedAt, seconds } }) => ({ from: Date.parse(startedAt) / 1000, seconds }))
    .sort((a, b) => a.from - b.from);
  if (spans.length === 0 || spans.some(({ from }) => !Number.isFinite(from))) return null;
  let [total, end] = [0, -Infinity];
  for (const { from, seconds } of spans) {
    total += Math.max(0, from + seconds - Math.max(from, end));
    end = Math.max(end, from + seconds);
  }
  return { seconds: total, machines: new Set(nodes.map(({ ran }) => ran.host)).size };
}
