import path from 'node:path';
import { librariesIn } from './libraries';
import type { Libraries } from './libraries';
import { tensorflowVersion } from './platform';
import { runCommand } from './run-command';

/**
 * A TensorFlow that is there already and has the right version: in `$NHAT_TF_DIR` (the package's folder
 * `tensorflow`), or installed for `python3`. It is used where it lies.
 */
export async function installedTensorflow(log: string): Promise<Libraries | undefined> {
  const given = process.env['NHAT_TF_DIR'];
  if (given) return librariesIn(path.resolve(given), 'given', tensorflowVersion);
  const python = await runCommand('python3', ['-c', findWithoutImport], { timeoutMs: 20_000, log });
  const [folder, version] = python.stdout.trim().split('\n');
  if (!python.ok || !folder || version !== tensorflowVersion) return undefined;
  return librariesIn(folder, 'installed', tensorflowVersion);
}

const findWithoutImport = `
import importlib.util as u, importlib.metadata as m
spec = u.find_spec("tensorflow")
names = [n for n in ("tensorflow", "tensorflow-cpu") if any(True for _ in m.distributions(name=n))]
if spec and spec.submodule_search_locations and names:
    print(list(spec.submodule_search_locations)[0])
    print(m.version(names[0]))
`;
