import type { Capabilities, EngineFacts, EngineKind, LoadedEngine } from './engine-kind';

export interface OpenedEngine {
  kind: EngineKind;
  loaded: LoadedEngine;
  facts: EngineFacts;
}

let opened: OpenedEngine | undefined;

/** Remembers what `openEngine` opened in this process. */
export const setOpenedEngine = (engine: OpenedEngine): void => {
  opened = engine;
};

/** The engine that is open in this process; throws before `openEngine` has finished. */
export function openedEngine(): OpenedEngine {
  if (!opened) throw new Error('engine: not open; await openEngine() first');
  return opened;
}

/** What the engine that is open in this process can do. */
export const openedCapabilities = (): Capabilities => openedEngine().kind.capabilities;
