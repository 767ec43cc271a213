import { exportName } from '@nhat/plan/bundle';
import type { Part } from '@nhat/plan/bundle';

/** The object of parts by key that a bundle or the entry of a worker makes. */
export function loadParts<Parts>(parts: readonly Part[]): Parts {
  const loaded: Record<string, unknown> = {};
  for (const { key, list, library, name } of parts) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- whatever a registry names
    const file = require(`@nhat/${library}/${name}`) as Record<string, unknown>;
    const part = file[exportName(name)];
    if (part === undefined) throw new Error(`${library}/${name}: no export ${exportName(name)}`);
    loaded[key] = list ? [...((loaded[key] as unknown[]) ?? []), part] : part;
  }
  return loaded as Parts;
}
