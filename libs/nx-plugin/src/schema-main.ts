import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { schemaFiles } from './schema-files';

/** `nx schema spec`: writes the schemas that editors read. */
export async function main(): Promise<void> {
  for (const [path, text] of Object.entries(schemaFiles())) {
    writeAtomic(join(process.cwd(), path), text);
    process.stdout.write(`${path}\n`);
  }
}
