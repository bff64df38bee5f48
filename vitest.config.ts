import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes each: they begin first, so that no worker is left alone with one at the end. The others go by their size. */
const slow = [
  'tests/fuzz.test.ts',
  'tests/chain/comparison.test.ts',
  'tests/start/start.test.ts',
  'tests/browser/menus.test.ts',
  'tests/crash/crash.test.ts',
  'tests/browser/details.test.ts',
];
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slow.findIndex((file) => moduleId.endsWith(file)) + 1 || slow.length + 1;
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

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
    sequence: { sequencer: SlowFirst },
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
          // A whole city is made: two minutes on a quiet machine, more than five on a slow one.
          hookTimeout: 600_000,
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
