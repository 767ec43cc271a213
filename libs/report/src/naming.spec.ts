import { chartNames } from './naming';
import type { Panel } from './report';
import { single } from './testing/fixture';

const panel = (names: Partial<Panel>): Panel => ({ ...single.panels[0]!, ...names });
const names = (panels: Panel[]) => [...chartNames({ panels }).values()];

it('keeps a name that is clear, and tells apart those that differ in letters which a file name lacks', () => {
  const all = names([
    panel({ dataset: 'plain' }),
    panel({ dataset: 'a.b' }),
    panel({ dataset: 'a-b' }),
    panel({ dataset: 'a', backbone: 'b-resnet9' }),
    panel({ dataset: 'ä' }),
    panel({ dataset: 'ö' }),
  ]);
  expect(all[0]).toBe('plain-resnet9-classification');
  expect(new Set(all).size).toBe(all.length);
});

it('fits a file name, whatever is in it', () => {
  const long = 'x'.repeat(300);
  const all = names([panel({ dataset: long }), panel({ dataset: `${long}y` })]);
  expect(new Set(all).size).toBe(2);
  for (const name of all) expect(`${name}-learning.vl.json`.length).toBeLessThan(150);
});
