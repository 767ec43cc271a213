'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
const { failureText, load, trustBundle } = require('../../tools/load.cjs');

require('../../tools/closed-pipe.cjs').install();
try {
  trustBundle('libs/runner/src/main.ts');
  module.exports = load('libs/nx-plugin/src/plugin.ts');
} catch (error) {
  // Nx prints the stack of whatever a plugin throws.
  const text = failureText(error);
  throw Object.assign(new Error(text), { stack: text });
}
