import { count } from '@nhat/documents';
import type { Seconds } from '@nhat/timing';
import type { PlanCost } from './plan-cost';

/** Seconds; stages that compute no images take less, and their time is known on every machine. */
const LEAST_KNOWN = 60;

/** `about 4 min`; `at least 4 min` where the time of some nodes is unknown; undefined where that of nearly all is. */
export function timeText({ seconds, sideBySide, stages }: PlanCost): string | undefined {
  if (seconds !== null) return rangeText(seconds);
  const known = Object.values(stages).flatMap((time) => time ?? []);
  const likely = known.reduce((sum, time) => sum + time.likely, 0);
  return likely < LEAST_KNOWN ? undefined : `at least ${shortTime(likely / sideBySide)}`;
}

/** `about 4 min`; `3 to 9 min` where little is known. */
export function rangeText({ low, likely, high }: Seconds): string {
  if (high < 1) return 'less than 1 s';
  if (low < 1) return `up to ${shortTime(high)}`;
  if (high / low < 1.8) return `about ${shortTime(likely)}`;
  const [from, to] = [shortTime(low), shortTime(high)];
  const [, unit] = / (\S+)$/.exec(to) ?? [];
  const isSame =
    unit !== undefined && from.endsWith(` ${unit}`) && [from, to].every((one) => !/ .* /.test(one));
  return from === to
    ? `about ${to}`
    : `${isSame ? from.slice(0, -unit.length - 1) : from} to ${to}`;
}

/** Two digits at most, because these are estimates: `8 s`, `4 min`, `2 h 10 min`, `3 days`, `7 years`. */
export function shortTime(seconds: number): string {
  if (seconds < 1) return '< 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 100) return `${Math.round(minutes)} min`;
  const tens = Math.round(minutes / 10);
  const [hours, rest] = [Math.floor(tens / 6), (tens % 6) * 10];
  if (hours < 10) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  const whole = Math.round(minutes / 60);
  if (whole < 72) return `${whole} h`;
  const days = Math.round(whole / 24);
  return days < 1000 ? `${days} days` : `${count(days / 365)} years`;
}
