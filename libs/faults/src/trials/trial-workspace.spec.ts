import { computedBy } from './trial-workspace';

describe('what a run computed', () => {
  const start = Date.parse('2026-01-01T12:00:00Z');
  const line = (actionKey: string, source: string, after: number, seconds: number) => ({
    ...{ actionKey, source, seconds, at: new Date(start + 1000 * after).toISOString() },
  });

  it('leaves out what was found, and what a process of an earlier run ended meanwhile', () => {
    const lines = [
      line('of an earlier run', 'computed', 0.5, 3),
      line('found', 'store', 1, 0.1),
      line('its own', 'computed', 4, 3),
    ];
    expect(computedBy(lines, start)).toEqual(['its own']);
  });
});
