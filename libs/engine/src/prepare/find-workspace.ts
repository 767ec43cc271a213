import fs from 'node:fs';
import path from 'node:path';
import { addonLink } from '../native/addon-link';
import type { Workspace } from './build-engine';

/** This clone, found from where its packages are installed. */
export function findWorkspace(): Workspace {
  const tfjs = path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const napi = path.dirname(require.resolve('node-api-headers/package.json'));
  const root = path.resolve(tfjs, '../../..');
  const { version } = JSON.parse(fs.readFileSync(path.join(tfjs, 'package.json'), 'utf8'));
  return {
    root,
    reports: path.join(root, '.nhat'),
    link: addonLink(),
    tfjsVersion: version,
    sources: {
      tfjs,
      napi: path.join(napi, 'include'),
      settings: path.join(root, 'libs/engine/src/native/process-settings.cc'),
    },
  };
}
