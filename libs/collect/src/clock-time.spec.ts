import { clockTime } from './clock-time';

const node = (startedAt: string, seconds: number, host = 'host-a') => ({
  ran: { startedAt, seconds, host, facts: {}, nodeVersion: 'v20.0.0', platform: 'linux-x64' },
});

it('counts a time once in which several nodes ran, and leaves out the time between', () => {
  const nodes = [
    node('2026-01-01T00:00:00Z', 60),
    node('2026-01-01T00:00:30Z', 60, 'host-b'),
    node('2026-01-01T00:00:40Z', 10),
    node('2026-01-02T00:00:00Z', 5),
  ];
  expect(clockTime(nodes)).toEqual({ seconds: 95, machines: 2 });
  expect(clockTime([...nodes].reverse())).toEqual({ seconds: 95, machines: 2 });
});

it('is unknown where a start is not recorded', () => {
  expect(clockTime([node('2026-01-01T00:00:00Z', 60), node('unknown', 60)])).toBeNull();
  expect(clockTime([])).toBeNull();
});
