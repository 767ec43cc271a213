import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRenderer, renderRange } from '@nhat/render';
import type { RenderConfig } from '@nhat/spec';
import { userError } from '@nhat/spec';
import { contactSheet } from './contact-sheet';

/** The paper's twelve single-object datasets. */
const DATASETS = [
  '----',
  'T---',
  '-C--',
  '--V-',
  '---L',
  'TC--',
  '-CV-',
  '-C-L',
  '-CVL',
  'TCV-',
  'T-VL',
  'TCVL',
];

const FOLDER = 'reports/sheets';
const IMAGES = 140;

/** Writes a contact sheet of each dataset; `nx sheet render [--resolution=64] [--seed=0]`. */
export async function main(args: string[]): Promise<void> {
  const resolution = option(args, 'resolution', 64, 16);
  const seed = option(args, 'seed', 0, 0);
  mkdirSync(FOLDER, { recursive: true });
  for (const factors of DATASETS) {
    const config = configOf(factors, resolution, seed);
    const { pixels } = renderRange(createRenderer(config), config, 'train', 0, IMAGES);
    const sheet = contactSheet(pixels, IMAGES, resolution);
    const path = join(FOLDER, `${nameOf(factors)}-${resolution}.png`);
    await sharp(sheet).png({ compressionLevel: 9 }).toFile(path);
    process.stdout.write(`${path}\n`);
  }
}

/** As the documents are named: `TC--` → `shapes-tc`, `----` → `shapes-plain`. */
const nameOf = (factors: string): string =>
  `shapes-${factors.replaceAll('-', '').toLowerCase() || 'plain'}`;

function option(args: readonly string[], name: string, otherwise: number, least: number): number {
  const given = args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least) return value;
  throw userError(`--${name}`, 'not a number for it', {
    got: given,
    expected: `an integer from ${least}`,
  });
}

function configOf(factors: string, resolution: number, seed: number): RenderConfig {
  const [texture, colour, viewpoint, lighting] = [...factors].map((letter) => letter !== '-');
  return {
    dataset: factors,
    factors: { texture: texture!, colour: colour!, viewpoint: viewpoint!, lighting: lighting! },
    background: 'lit',
    resolution,
    counts: { train: 1400, validation: 0, test: 0 },
    shapesPerBucket: 40,
    seed,
  };
}
