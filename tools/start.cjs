'use strict';
// `npm start [pipeline …] [--json] [--output FILE] [--warnings]`: install, prepare the engine, answer the pipelines' questions.
const { ask, chosenEngine, fail, install, nx, prepareEngine, root } = require('./setup.cjs');

// npm changes into the folder of package.json, and keeps the one in which the user stands.
const stands =
  (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) || process.cwd();
install();
process.chdir(root);
const { pipelines, active, flags } = ask(
  'libs/commands/src/start-words.ts',
  'startWords',
  process.argv.slice(2),
  process.env,
  { root, stands },
);
// With --json standard output contains the JSON alone.
const stdout = flags.includes('--json') ? 2 : 1;
prepareEngine(stdout);

const say = (lines) =>
  (stdout === 1 ? process.stdout : process.stderr).write(`${lines.join('\n')}\n`);
const utilities = (names) => nx(['run-many', '-t', 'utility', '-p', names.join(','), ...flags]);
if (pipelines.length > 0) process.exit(utilities(pipelines));
const engine = chosenEngine();
if (engine.capabilities.fast) {
  process.exit(active.length > 0 ? utilities(active) : nx(['run-many', '-t', 'utility', ...flags]));
}
void startSlowly();

/** What needs no training is shown on any engine; else the small pipeline runs. */
async function startSlowly() {
  const found = await ask('libs/commands/src/without-training.ts', 'withoutTraining', active).catch(
    (error) => fail(error.name === 'UserError' ? error.message : error.stack),
  );
  const left = active.filter((name) => !found?.pipelines.includes(name));
  if (found && left.length > 0) {
    say([
      `The engine here is slow (${engine.title}), so only what needs no training is shown: ${found.pipelines.join(', ')}.`,
      `To train the rest, about 5 times as long as on the native engine: \`npm start ${left.join(' ')}\`.`,
    ]);
  }
  if (found?.target === 'published') process.exit(nx(['published', ...found.pipelines, ...flags]));
  if (found) process.exit(utilities(found.pipelines));
  const others = active.filter((name) => name !== 'smoke');
  const instead = others.length > 0 ? ` instead of ${others.join(', ')}` : '';
  say([
    `The engine here is slow (${engine.title}), so the small pipeline smoke runs${instead}:`,
    'its numbers show that everything works, not what pretraining is worth.',
    ...(others.length > 0
      ? [
          `To train ${others.join(', ')}, about 5 times as long as on the native engine: \`npm start ${others.join(' ')}\`.`,
          `How long that is here: \`npx nx plan ${others[0]}\`.`,
        ]
      : []),
    'For the native engine: `npx nx doctor engine` says what is missing (usually Python 3 with pip, or a C++ compiler).',
  ]);
  process.exit(utilities(['smoke']));
}
