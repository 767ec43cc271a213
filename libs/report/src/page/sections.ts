import { bestMethod } from './best-method';
import { claims } from './claims';
import { cost } from './cost';
import { curves } from './curves';
import { datasets } from './datasets';
import { equalAccuracy } from './equal-accuracy';
import { expectedVsFound } from './expected-vs-found';
import { factors } from './factors';
import { fit } from './fit';
import { freezing } from './freezing';
import { linear } from './linear';
import { lossCurves } from './loss-curves';
import { methodology } from './methodology';
import { networks } from './networks';
import { pictures } from './pictures';
import { pretraining } from './pretraining';
import { published } from './published';
import { recall } from './recall';
import { provenance } from './provenance';
import { results } from './results';
import type { Section } from './section';
import { settings } from './settings';
import { sinceLastRun } from './since-last-run';
import { slope } from './slope';
import { worth } from './worth';

/** The sections of the page, in their order. */
export const sections: readonly Section[] = [
  published,
  claims,
  bestMethod,
  networks,
  factors,
  results,
  worth,
  curves,
  slope,
  equalAccuracy,
  freezing,
  linear,
  fit,
  recall,
  expectedVsFound,
  sinceLastRun,
  datasets,
  settings,
  pretraining,
  pictures,
  lossCurves,
  cost,
  methodology,
  provenance,
];
