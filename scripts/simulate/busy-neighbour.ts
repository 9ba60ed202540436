// A neighbour for the noisy regime of make-references.ts: keeps one core busy in bursts, with pauses, until its parent
// is gone. The lengths are drawn from a fixed seed, so that the regime can be made again.
import { createRandom } from '../../harness/stats/index.ts';
import { BURST_MS, PAUSE_MS } from './regimes.ts';

const random = createRandom(1);
const between = ([least, most]: readonly [number, number]): number => least + random.next() * (most - least);

function burst(): void {
  const endMs = performance.now() + between(BURST_MS);
  while (performance.now() < endMs);
  setTimeout(burst, between(PAUSE_MS));
}

process.on('disconnect', () => process.exit());
burst();
