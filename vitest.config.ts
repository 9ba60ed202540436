import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,runners,workloads,scripts,results}/**/*.test.ts'],
    // Real processes, containers and components: minutes on a small machine are normal, a hang is not.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Runner tests share one engine and one machine; many files side by side would only disturb each other.
    maxWorkers: 2,
  },
});
