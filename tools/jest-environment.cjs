'use strict';
// Runs before each test file. Jest gives its workers FORCE_COLOR where its own output is coloured, and the processes that
// tests start would then colour what the tests read, on some machines only.
process.env['FORCE_COLOR'] = '0';
delete process.env['CI'];
