import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { statusOfAll } from './answer-before-graph';

describe('nx status without a pipeline', () => {
  const root = temporaryFolder('status');
  const asked = (line: string) => statusOfAll(root, line.split(' '));

  it.each(['status --json', 'status --json=true', 'status --verbose --json'])(
    'is JSON where that is asked for: nx %s',
    (line) => expect(JSON.parse(asked(line)!)).toMatchObject({ runs: [], running: [] }),
  );

  it.each(['status', 'status --json=false'])('is text otherwise: nx %s', (line) =>
    expect(asked(line)).toBe('Nothing runs here, and no run is known.\n'),
  );

  it.each(['status smoke', 'plan smoke', 'run-many -t status'])(
    'is not asked for by nx %s',
    (line) => expect(asked(line)).toBeUndefined(),
  );
});
