import type { EngineKind } from '../engine-kind';
import { cpu } from './cpu';
import { native } from './native';
import { wasm } from './wasm';

/** Every engine, best first: of those that may be taken automatically the first that this machine can load is taken. */
export const engines: readonly EngineKind[] = [native, wasm, cpu];
