import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { openedEngine } from './opened-engine';
import { addonLink } from './opened-rung';
import { processor } from './processor';
import type { EngineFacts } from './rung';

/** Everything about the open engine that may change the last bits of a result. */
export interface EngineIdentity extends EngineFacts {
  /** Of native: the name of the folder that holds the prepared engine, which names its source; else empty. */
  build: string;
  /** 12 hexadecimal digits of the SHA-256 of the processor's model and instruction sets. */
  processor: string;
}

/** Of the engine that is open in this process; throws before `openEngine` has finished. */
export function engineIdentity(): EngineIdentity {
  const facts = openedEngine();
  const build =
    facts.rung === 'native' ? path.basename(path.dirname(fs.realpathSync(addonLink()))) : '';
  const digest = crypto.createHash('sha256').update(processor()).digest('hex').slice(0, 12);
  return { ...facts, build, processor: digest };
}
