import fs from 'node:fs';
import path from 'node:path';
import { makeFolder, withLock } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import type { BuildContext } from './build-context';
import { buildEngine } from './build-engine';
import type { Workspace } from './build-engine';
import { cacheFolder } from './cache-folder';
import { addonFile } from './addon-files';
import { officialLibraries } from './download-official';
import { wheelLibraries } from './download-wheel';
import { installedTensorflow } from './installed-tensorflow';
import { Unavailable } from './libraries';
import type { Libraries } from './libraries';
import { linkAddon } from './link-addon';
import { hasNvidiaGpu, tensorflowVersion, wheelsFor } from './platform';
import { writeReport } from './report';
import type { PreparationReport } from './report';

/** One way to a native engine. */
interface Step {
  /** Its name in reports. */
  name: string;
  gpu: boolean;
  /** Undefined: nothing there, nothing to explain. */
  libraries(): Promise<Libraries | undefined>;
}

/** The ways that this machine may have to a native engine, best first. */
function waysOf(workspace: Workspace, context: BuildContext): Step[] {
  const gpu = hasNvidiaGpu();
  const wheels = wheelsFor(process.platform, process.arch, gpu).map((wheel) => ({
    name: `${wheel.name} ${tensorflowVersion} wheel`,
    gpu: wheel.withDependencies,
    libraries: () => wheelLibraries(wheel, context),
  }));
  const installed = {
    name: `installed TensorFlow ${tensorflowVersion}`,
    gpu: false,
    libraries: () => installedTensorflow(context.log),
  };
  const official = {
    name: 'official libtensorflow',
    gpu: false,
    libraries: () => officialLibraries(workspace.sources.tfjs, context),
  };
  // A GPU wheel comes before an installed TensorFlow, which may be without CUDA.
  return [...wheels.filter((w) => w.gpu), installed, ...wheels.filter((w) => !w.gpu), official];
}

/** Takes the best way that works and links its addon into this clone. Never throws, never hangs. */
export async function prepareEngine(
  workspace: Workspace,
  say: (line: string) => void,
): Promise<PreparationReport> {
  const cache = cacheFolder();
  const log = path.join(cache, 'prepare.log');
  const missed: PreparationReport['missed'] = [];
  const report = await prepare();
  writeReport(workspace.reports, report);
  return report;

  async function prepare(): Promise<PreparationReport> {
    try {
      makeFolder(cache);
      const lock = path.join(cache, 'preparing.lock');
      const onWait = (holder: string) =>
        say(`waiting for ${holder}, which prepares it in ${cache}`);
      const folder = await withLock(lock, buildFirst, { onWait, waitMs: 30 * 60_000 });
      if (folder) {
        linkAddon(path.join(folder, addonFile), workspace.link);
        return { prepared: true, missed, folder, log };
      }
    } catch (error) {
      missed.push({ engine: 'native', why: (error as Error).message });
    }
    fs.rmSync(workspace.link, { force: true });
    return { prepared: false, missed, folder: '', log };
  }

  /** The folder of the first engine that could be built; undefined when none could. */
  async function buildFirst(): Promise<string | undefined> {
    fs.writeFileSync(log, '');
    clearLeftovers(cache);
    for (const step of waysOf(workspace, { cache, log, say })) {
      try {
        const libraries = await step.libraries();
        if (libraries)
          return await buildEngine(libraries, step.gpu, workspace, { cache, log, say });
      } catch (error) {
        if (!(error instanceof Unavailable) && !isDiskError(error)) throw error;
        missed.push({ engine: step.name, why: error.message });
      }
    }
    return undefined;
  }
}

/** What killed preparations left; only the holder of the lock may do this. */
function clearLeftovers(cache: string): void {
  for (const name of fs.readdirSync(cache)) {
    if (name.endsWith('.part')) fs.rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

/** Full disk, no permission: reasons like any other. */
const isDiskError = (error: unknown): error is Error =>
  error instanceof UserError ||
  (error instanceof Error && 'code' in error && typeof error.code === 'string');
