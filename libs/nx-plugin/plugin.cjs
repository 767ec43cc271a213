'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
const { failureText, load, vouchFor } = require('./load.cjs');

require('./closed-pipe.cjs').install();
try {
  vouchFor('libs/stages/src/runner/main.ts');
  module.exports = load('libs/nx-plugin/src/plugin.ts');
} catch (error) {
  // Nx prints the stack of whatever a plugin throws.
  const text = failureText(error);
  throw Object.assign(new Error(text), { stack: text });
}
