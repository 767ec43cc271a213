import fs from 'node:fs';
import path from 'node:path';
import type { EngineFacts, EngineKind, MissedEngine } from '../engine-kind';
import { addonLink } from '../native/addon-link';
import { findWorkspace } from '../prepare/find-workspace';
import { hasNvidiaGpu } from '../prepare/platform';
import { readReport } from '../prepare/report';

/** TensorFlow's C library through the addon of tfjs-node-gpu, which `npm start` compiles. */
export const native: EngineKind = {
  name: 'native',
  title: 'native TensorFlow',
  library: 'TensorFlow',
  automatic: true,
  needsPreparation: true,
  capabilities: {
    bfloat16: true,
    inPlace: true,
    syncRead: true,
    timesOps: true,
    threads: true,
    fast: true,
  },
  available: () => fs.existsSync(addonLink()),
  load: async (threads) => (await import('../native/load-native')).loadNative(threads),
  // The folder of the prepared engine is named after its source.
  build: () => path.basename(path.dirname(fs.realpathSync(addonLink()))),
  missed,
};

/** A GPU first, then the ways to a native engine that the last preparation tried in vain. */
function missed({ name, gpu }: EngineFacts, forced: boolean): MissedEngine[] {
  if (gpu) return [];
  const tried = readReport(findWorkspace().reports)?.missed ?? [];
  const first: MissedEngine[] = [];
  if (!tried.some(({ engine }) => engine.startsWith('tensorflow-gpu'))) {
    const why = hasNvidiaGpu() ? 'not prepared; run `npm start`' : 'no NVIDIA GPU on this machine';
    first.push({ engine: 'tensorflow-gpu (untested by us)', why });
  }
  if (name !== native.name && tried.length === 0) {
    const why = forced ? `NHAT_ENGINE asks for ${name}` : 'not prepared; run `npm start`';
    first.push({ engine: native.name, why });
  }
  return [...first, ...tried];
}
