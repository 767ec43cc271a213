import { userError } from '@nhat/documents';
import type { EngineKind } from './engine-kind';
import { engines } from './engines';

/** The engine with this name; undefined when there is none. */
export const engineNamed = (name: string): EngineKind | undefined =>
  engines.find((kind) => kind.name === name);

/** The engine that `NHAT_ENGINE` names; undefined when it is unset, empty or `auto`. Throws a UserError for other names. */
export function forcedEngine(): EngineKind | undefined {
  const forced = process.env['NHAT_ENGINE'];
  if (forced === undefined || forced === '' || forced === 'auto') return undefined;
  const kind = engineNamed(forced);
  if (kind) return kind;
  const names = engines.map(({ name }) => `"${name}"`).join(', ');
  throw userError('NHAT_ENGINE', 'no such engine', {
    got: forced,
    expected: `${names} or "auto"`,
  });
}

/** The engines that `openEngine` tries in turn when none is asked for by name, best first. */
export const automaticEngines = (): EngineKind[] =>
  engines.filter((kind) => kind.automatic && kind.available());

/** The engine that `openEngine` takes when none is asked for, unless it turns out that it does not load. */
export function chosenEngine(): EngineKind {
  const kind = forcedEngine() ?? automaticEngines()[0];
  if (!kind) throw userError('engine', 'no engine is available on this machine');
  return kind;
}
