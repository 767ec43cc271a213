import { chartNames, panelName } from './naming';
import type { Panel } from './report';
import { singleFixture } from './testing/fixture';

const panel = (names: Partial<Panel>): Panel => ({ ...singleFixture.panels[0]!, ...names });
const names = (panels: Panel[]) => [...chartNames({ panels }).values()];

it('keeps a unique name, and adds a digest to names that differ only in characters that a file name lacks', () => {
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

it('has one pair of brackets where the dataset has a resolution in brackets', () => {
  const panels = [
    panel({ dataset: 'shapes-t (resolution 32)' }),
    panel({ dataset: 'shapes-t (resolution 48)', task: 'depth' }),
  ];
  expect(panels.map((one) => panelName({ ...singleFixture, panels }, one))).toEqual([
    'shapes-t (resolution 32, classification)',
    'shapes-t (resolution 48, depth)',
  ]);
});
