// The program of the `process` and `container` packagings: the workload behind Node's own HTTP server.
// `node:http` is loaded with serve.ts, before the workload, so that `workloadLoaded` ends with the workload itself.

import { handler } from 'coldbench:workload';
import { runtimeStamps } from './announce.ts';
import { respond } from './respond.ts';
import { serve } from './serve.ts';

const workloadLoaded = process.hrtime.bigint();
serve((body) => respond(handler, body), { ...runtimeStamps(), workloadLoaded });
