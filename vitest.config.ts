import { defineConfig } from 'vitest/config';

const shared = { pool: 'forks' as const, isolate: false, maxWorkers: 2, testTimeout: 60_000, hookTimeout: 120_000, globalSetup: ['tests/cluster.setup.ts'] };

/** unit and integration share one database server; browser tests run one file at a time, after the others. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'integration', include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts', 'cities/**/*.test.ts'], exclude: ['tests/browser/**'] } },
      { test: { ...shared, name: 'browser', include: ['tests/browser/**/*.test.ts'], maxWorkers: 1, testTimeout: 180_000 } },
    ],
  },
});
