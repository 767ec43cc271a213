'use strict';
const { default: Sequencer } = require('@jest/test-sequencer');

/** Ends of the paths of suites that take more than 20 seconds although their text is short, because one line of it runs many tests. */
const SHORT_TEXTS = [
  'bench/src/graph/measure-graph.spec.ts',
  'engine/src/engines/engines.spec.ts',
  'models/src/determinism.spec.ts',
  'pretext/src/method-contract.spec.ts',
  'runner/src/launchers/slurm.spec.ts',
  'tasks/src/task-contract.spec.ts',
];

/**
 * Starts these suites first. Where Jest has no durations of an earlier run, as in a fresh clone, it starts the longest texts first, so that the
 * last minute would belong to a few suites on one core.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isShort = ({ path }) => SHORT_TEXTS.some((end) => path.endsWith(`libs/${end}`));
    return [...sorted.filter(isShort), ...sorted.filter((test) => !isShort(test))];
  }
};
