import crypto from 'node:crypto';
import type { EngineFacts } from './engine-kind';
import { openedEngine } from './opened-engine';
import { processor } from './processor';

/** `EngineFacts` as manifests and checkpoints hold them: there the name of the engine has the key `rung`. */
export type EngineRecord = Omit<EngineFacts, 'name'> & { rung: string };

/** Everything about the open engine that may change the last bits of a result. */
export interface EngineIdentity extends EngineRecord {
  /** As in `EngineKind`; empty where the version says it. */
  build: string;
  /** 12 hexadecimal digits of the SHA-256 of the processor's model and instruction sets. */
  processor: string;
}

/** The form in which facts about an engine are kept. */
export const engineRecord = ({ name, ...facts }: EngineFacts): EngineRecord => ({
  rung: name,
  ...facts,
});

/** Of the engine that is open in this process; throws before `openEngine` has finished. */
export function engineIdentity(): EngineIdentity {
  const { kind, facts } = openedEngine();
  const digest = crypto.createHash('sha256').update(processor()).digest('hex').slice(0, 12);
  return { ...engineRecord(facts), build: kind.build?.() ?? '', processor: digest };
}
