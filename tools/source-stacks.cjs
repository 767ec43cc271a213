'use strict';
// Stack traces in terms of the sources, from the maps beside bundles. Maps are read when a stack is printed, not when
// code is loaded, as Node does it: that costs every start several milliseconds.
const fs = require('node:fs');
const path = require('node:path');

const maps = new Map();

function mapOf(file) {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(file) {
  try {
    const { SourceMap } = require('node:module');
    return new SourceMap(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Where a frame is in the sources; undefined without a map, or with one that is damaged. */
function originOf(site, file) {
  if (!file?.endsWith('.cjs')) return undefined;
  try {
    return mapOf(file)?.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1);
  } catch {
    return undefined;
  }
}

function frame(site) {
  const file = site.getFileName();
  const entry = originOf(site, file);
  if (typeof entry?.originalSource !== 'string') return `\n    at ${site}`;
  const source = path.resolve(path.dirname(file), entry.originalSource);
  const place = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  const name = site.getFunctionName();
  return name ? `\n    at ${name} (${place})` : `\n    at ${place}`;
}

/** From here on `error.stack` names sources. */
function install() {
  Error.prepareStackTrace = (error, sites) => `${error}${sites.map(frame).join('')}`;
}

module.exports = { install };
