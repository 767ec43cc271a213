'use strict';
// Who reads our output may go before its end, as `head` does. That is no fault: the rest is not printed.

/** From here on a closed standard output or error ends in silence. */
function install() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error; // EIO: of a terminal.
    });
  }
}

module.exports = { install };
