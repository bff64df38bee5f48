import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks' as const,
  isolate: false,
  // Seconds on a quiet machine; with ten times the load some took more than sixty, which is no failure of theirs.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/**
 * First integration. Then whole systems that are started and killed, beside browsers: each file has its own folders, ports and database, so they do not meet.
 */
export default defineConfig({
  test: {
    // Once for all projects: each clones its databases from the same server.
    globalSetup: ['tests/cluster.setup.ts'],
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
          maxWorkers: 2,
          include: ['tests/crash/**/*.test.ts', 'tests/start/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          maxWorkers: 2,
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
