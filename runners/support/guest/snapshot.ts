// The program of the `snapshot` variant: the workload is loaded when the snapshot is built. Node's HTTP server cannot be
// in a snapshot, so that it is loaded at the start, after the workload.

import { handler } from 'coldbench:workload';
import { startupSnapshot } from 'node:v8';

startupSnapshot.setDeserializeMainFunction(() => {
  const workloadLoaded = process.hrtime.bigint();
  const { runtimeStamps } = require('./announce.ts') as typeof import('./announce.ts');
  const { respond } = require('./respond.ts') as typeof import('./respond.ts');
  const { serve } = require('./serve.ts') as typeof import('./serve.ts');
  serve((body) => respond(handler, body), { ...runtimeStamps(), workloadLoaded });
});
