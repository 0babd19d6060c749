// Types, lint, format, dead code and unit tests: what to run before every commit.

import { checks, closeWith, runCheck, runVitest } from './suites.mjs';

const outcomes = [];
for (const check of checks) outcomes.push(await runCheck(check));
outcomes.push(await runVitest('unit', ['unit', 'renderer']));
closeWith(outcomes);
