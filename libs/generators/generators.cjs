'use strict';
// Nx loads CommonJS; the generators are TypeScript. One function for each generator in generators.json.
const { failureText, load } = require('../../tools/load.cjs');
const { generators } = require('./generators.json');

/** Whether this process is `nx` as somebody typed it. */
const isCommandLine = /[\\/]nx(\.js)?$/.test(process.argv[1] ?? '');

/** Nx prints the stack of whatever a generator throws, and advice to see one under a mistake of its user. */
const generator =
  (kind) =>
  async (...args) => {
    try {
      return await load('libs/generators/src/generate.ts').generate(kind, ...args);
    } catch (error) {
      const text = failureText(error);
      if (isCommandLine && error.name === 'UserError') {
        process.stderr.write(`${text}\n`);
        process.exit(1);
      }
      throw Object.assign(new Error(text), { stack: text });
    }
  };

for (const kind of Object.keys(generators)) exports[kind] = generator(kind);
