'use strict';
// Nx loads CommonJS; the plugin is TypeScript.
const { failureText, loadWithDigest, trustBundle } = require('../../tools/load.cjs');

const ENTRY = 'libs/nx-plugin/src/plugin.ts';

require('../../tools/closed-pipe.cjs').install();

/** The plugin as its sources are now. It keeps what it planned under the digest of its code. */
function load() {
  const { exports, digest } = loadWithDigest(ENTRY);
  exports.setCode(digest);
  return exports;
}

try {
  trustBundle('libs/runner/src/main.ts');
  module.exports = load();
} catch (error) {
  // Nx prints the stack of whatever a plugin throws.
  const text = failureText(error);
  throw Object.assign(new Error(text), { stack: text });
}
