'use strict';
// Nx loads CommonJS; the generators are TypeScript. One function for each generator in generators.json.
const { failureText, load } = require('../../tools/load.cjs');
const { generators } = require('./generators.json');

/** Nx prints the stack of whatever a generator throws. */
const generator =
  (kind) =>
  async (...args) => {
    try {
      return await load('libs/generators/src/generate.ts').generate(kind, ...args);
    } catch (error) {
      const text = failureText(error);
      throw Object.assign(new Error(text), { stack: text });
    }
  };

for (const kind of Object.keys(generators)) exports[kind] = generator(kind);
