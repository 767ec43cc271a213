import fs from 'node:fs';
import path from 'node:path';
import { userError } from '@nhat/documents';

/** Where tfjs-node-gpu looks for its addon; `prepare` links it there. */
export const addonLink = (): string =>
  path.join(
    path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
    'lib/napi-v8/tfjs_binding.node',
  );

/** The rung that `NHAT_ENGINE` forces; undefined when it is not set. */
export function forcedRung(): 'native' | 'wasm' | undefined {
  const forced = process.env['NHAT_ENGINE'];
  if (forced === undefined || forced === '' || forced === 'auto') return undefined;
  if (forced === 'native' || forced === 'wasm') return forced;
  throw userError('NHAT_ENGINE', 'no such engine', {
    got: forced,
    expected: '"native", "wasm" or "auto"',
  });
}

/** The rung that `openEngine` takes when none is asked for: native where it has been prepared. */
export function openedRung(): 'native' | 'wasm' {
  return forcedRung() ?? (fs.existsSync(addonLink()) ? 'native' : 'wasm');
}
