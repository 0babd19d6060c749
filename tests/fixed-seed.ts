// Property tests draw the same cases in every run: a run that fails can be run again, and one that passed stays passed.

import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 });
