import type { ConfigValues, JsonSchema } from '@nhat/documents';

const factor = (description: string) =>
  ({ type: 'boolean', default: false, description }) as const satisfies JsonSchema;

/** What varies between images (paper, section 3: T, C, V, L), a line each; the type `Factors` follows from it. */
export const factors = {
  texture: factor('T. On: object and background carry random textures. Off: one flat colour each.'),
  colour: factor(
    'C. On: colours say nothing about the class. Off: each class has its own reference colour.',
  ),
  viewpoint: factor(
    'V. On: each Euler angle varies with 0.5 rad. Off: one orientation for all images.',
  ),
  lighting: factor('L. On: the angle of the lamp varies with 2 rad. Off: one lamp position.'),
} as const satisfies Record<string, JsonSchema>;

/** Which factors vary between images. */
export type Factors = ConfigValues<typeof factors>;
