// Tells zod to parse without compiling code: our content security policy forbids eval, and even zod's probe for it
// is reported as a violation. It must be the first import of the page, because schemas probe as they are made.

import { config } from 'zod';

config({ jitless: true });
