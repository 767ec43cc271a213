import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineRecord, openEngine } from '@nhat/engine';
import { ENGINES } from './engine-difference';
import type { EnginesHere } from './engine-difference';

/** Opens the engine of this machine and leaves what it is in the folder that NHAT_VERIFY_FOLDER names. */
export async function main(): Promise<void> {
  const engines: EnginesHere = {
    float32: engineRecord(await openEngine({ precision: 'float32' })),
    auto: engineRecord(await openEngine({ precision: 'auto' })),
  };
  writeFileSync(join(process.env['NHAT_VERIFY_FOLDER']!, ENGINES), JSON.stringify(engines));
  process.exit(0); // Engines may keep the process alive.
}
