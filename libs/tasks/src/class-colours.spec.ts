import { classColours } from './class-colours';

it('gives neighbouring classes different colours, and never that of the background', () => {
  const colours = Array.from({ length: 40 }, (_, label) => String(classColours([label])));
  const [background, ...classes] = colours;
  expect(classes).not.toContain(background);
  expect(new Set(classes.slice(0, 10)).size).toBe(10);
  classes.slice(1).forEach((colour, at) => expect(colour).not.toBe(classes[at]));
});

it('colours every position', () => {
  const [first, second] = [classColours([0]), classColours([3])];
  expect([...classColours([0, 3, 0])]).toEqual([...first, ...second, ...first]);
});
