import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { readFlags } from '@nhat/documents';
import { schemaFiles, settingsFiles } from './schema-files';

/** `nx schema documents`: writes the schemas that editors read, and the page of all settings. */
export async function main(args: string[] = []): Promise<void> {
  readFlags('nx schema documents', args, {});
  for (const [path, text] of Object.entries({ ...schemaFiles(), ...settingsFiles() })) {
    writeAtomic(join(process.cwd(), path), text);
    process.stdout.write(`${path}\n`);
  }
}
