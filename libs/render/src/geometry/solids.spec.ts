import { stream } from '@nhat/random';
import { MeshBuilder, box, ellipsoid, frustum, lathe, loft, oval, prism, torus, tube } from '.';
import type { Mesh, Vec } from '.';
import { earClip } from './ear-clip';
import { cross, dot, subtract } from './vector';

const built = (draw: (mesh: MeshBuilder) => void): Mesh => {
  const builder = new MeshBuilder();
  draw(builder);
  return builder.build();
};

const corner = ({ positions }: Mesh, index: number): Vec => [
  positions[index * 3]!,
  positions[index * 3 + 1]!,
  positions[index * 3 + 2]!,
];

function volume(mesh: Mesh): number {
  let sum = 0;
  for (let at = 0; at < mesh.triangles.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => corner(mesh, mesh.triangles[at + k]!)) as [
      Vec,
      Vec,
      Vec,
    ];
    sum += dot(a, cross(b, c)) / 6;
  }
  return sum;
}

/** Edges, by the places of their ends, that are not walked once in each direction. */
function openEdges(mesh: Mesh): number {
  const walked = new Map<string, number>();
  const name = (index: number) => corner(mesh, index).join(' ');
  for (let at = 0; at < mesh.triangles.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => name(mesh.triangles[at + k]!)) as [
      string,
      string,
      string,
    ];
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, a],
    ] as const) {
      const sign = from < to ? 1 : -1;
      const key = from < to ? `${from}|${to}` : `${to}|${from}`;
      walked.set(key, (walked.get(key) ?? 0) + sign);
    }
  }
  return [...walked.values()].filter((count) => count !== 0).length;
}

const SQUARE: Vec[] = [
  [0, 0, 0],
  [2, 0, 0],
  [2, 2, 0],
  [0, 2, 0],
];
const ARROW: Vec[] = [
  [0, 0, 0],
  [2, 1, 0],
  [0, 2, 0],
  [0.5, 1, 0],
];

describe.each<[string, (mesh: MeshBuilder) => void, number, number]>([
  ['box', (mesh) => box(mesh, [1, 3], [0, 1], [-1, 2]), 6, 1e-6],
  ['tapered box', (mesh) => box(mesh, [-1, 1], [-1, 1], [0, 3], { taper: [0, 0] }), 4, 1e-6],
  ['prism', (mesh) => prism(mesh, SQUARE, [0, 0, 1]), 4, 1e-6],
  ['prism against its outline', (mesh) => prism(mesh, [...SQUARE].reverse(), [0, 0, 1]), 4, 1e-6],
  ['concave prism', (mesh) => prism(mesh, ARROW, [0, 0, -2]), 3, 1e-6],
  ['frustum', (mesh) => frustum(mesh, [0, 0, 0], [0, 0, 3], [1, 1], 200), 3 * Math.PI, 0.01],
  ['cone', (mesh) => frustum(mesh, [0, 0, 0], [3, 0, 0], [1, 0.0001], 200), Math.PI, 0.01],
  [
    'tube',
    (mesh) =>
      tube(
        mesh,
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 2, 0],
        ],
        0.5,
        100,
      ),
    Math.PI / 2,
    0.01,
  ],
  [
    'lathe',
    (mesh) =>
      lathe(
        mesh,
        [5, 5],
        [
          [1, 0],
          [1, 2],
        ],
        { sides: 200 },
      ),
    2 * Math.PI,
    0.01,
  ],
  [
    'ellipsoid',
    (mesh) => ellipsoid(mesh, [1, 2, 3], [1, 2, 3], { around: 120, rings: 80 }),
    8 * Math.PI,
    0.05,
  ],
  [
    'torus',
    (mesh) => torus(mesh, [0, 0, 0], 3, [1, 1], { around: 120, section: 60 }),
    6 * Math.PI * Math.PI,
    0.2,
  ],
  [
    'loft',
    (mesh) =>
      loft(
        mesh,
        [0, 1, 2].map((x) => oval(x, [1, 1], [0, 0], { points: 200 })),
      ),
    2 * Math.PI,
    0.01,
  ],
  [
    'loft backwards',
    (mesh) =>
      loft(
        mesh,
        [2, 1, 0].map((x) => oval(x, [1, 1], [0, 0], { points: 200 })),
        { smooth: false },
      ),
    2 * Math.PI,
    0.01,
  ],
])('%s', (_, draw, expected, tolerance) => {
  const mesh = built(draw);

  it('has the volume of the formula, its faces outward', () => {
    expect(Math.abs(volume(mesh) - expected)).toBeLessThan(tolerance);
  });

  it('is closed', () => {
    expect(openEdges(mesh)).toBe(0);
  });

  it('has unit normals on the side of its faces', () => {
    let [farthest, least] = [0, Infinity];
    for (let at = 0; at < mesh.triangles.length; at += 3) {
      const indices = [0, 1, 2].map((k) => mesh.triangles[at + k]!);
      const [a, b, c] = indices.map((index) => corner(mesh, index)) as [Vec, Vec, Vec];
      const face = cross(subtract(b, a), subtract(c, a));
      for (const index of indices) {
        const normal = mesh.normals.subarray(index * 3, index * 3 + 3) as unknown as Vec;
        farthest = Math.max(farthest, Math.abs(dot(normal, normal) - 1));
        least = Math.min(least, dot(normal, face));
      }
    }
    expect(farthest).toBeLessThan(1e-5);
    expect(least).toBeGreaterThan(0);
  });
});

describe('earClip', () => {
  it('fills star-shaped outlines exactly, whichever way they run', () => {
    const random = stream(11, 'outlines');
    for (let round = 0; round < 60; round++) {
      const count = 3 + random.integer(12);
      const outline = Array.from({ length: count }, (_, at): Vec => {
        const angle = (at / count) * 2 * Math.PI;
        const reach = random.uniform(0.2, 1);
        return [Math.cos(angle) * reach, Math.sin(angle) * reach, 0];
      });
      if (round % 2) outline.reverse();
      const area = (corners: Vec[]) =>
        corners.reduce((sum, [x, y], at) => {
          const next = corners[(at + 1) % corners.length]!;
          return sum + (x * next[1] - next[0] * y) / 2;
        }, 0);
      const triangles = earClip(outline, [0, 0, 1]);
      expect(triangles).toHaveLength((count - 2) * 3);
      let filled = 0;
      for (let at = 0; at < triangles.length; at += 3) {
        const part = area([0, 1, 2].map((k) => outline[triangles[at + k]!]!));
        expect(part * Math.sign(area(outline))).toBeGreaterThanOrEqual(-1e-12);
        filled += part;
      }
      expect(filled).toBeCloseTo(area(outline), 10);
    }
  });
});
