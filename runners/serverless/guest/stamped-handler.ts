// The zip's entry where the runtime is another's, which announces nothing: the function tells when its workload is loaded.
// What the announcement loads (`node:net`) such a runtime has loaded before.
import { announce, runtimeStamps } from '../../support/guest/announce.ts';

export { handler } from './handler.ts';

// A promise that nobody settles runs into the deadline, as in every packaging; AWS's client would see that nothing is
// left to wait for, and answer null.
setInterval(() => undefined, 2 ** 30);
announce('3', { ...runtimeStamps(), workloadLoaded: process.hrtime.bigint() });
