import type { Lead } from '../lead';

/** The paragraph as plain text. */
export function leadText({ headline: first, counts, figures: second, notes }: Lead): string {
  const texts = (limits: boolean) =>
    notes
      .filter(({ kind }) => (kind === 'limit') === limits)
      .map(({ label, text }) => `${label}: ${text}`);
  return [first, counts, ...texts(true), second, ...texts(false)]
    .filter((text) => text !== '')
    .join(' ');
}
