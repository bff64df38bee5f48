import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  isolate: false,
  // Seconds on a quiet machine; with ten times the load some took more than sixty, which is no failure of theirs.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  globalSetup: ['tests/cluster.setup.ts'],
};

/** One after another: integration on one shared database server, then whole systems that are started and killed, then browsers. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'integration',
          maxWorkers: 2,
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts', 'cities/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/crash/**', 'tests/start/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'system',
          maxWorkers: 1,
          include: ['tests/crash/**/*.test.ts', 'tests/start/**/*.test.ts'],
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          maxWorkers: 1,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
