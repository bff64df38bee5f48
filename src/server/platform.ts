/** Everything a running platform holds: the composition root hands it to routes, jobs and commands. */
import type { BusinessClock, Context } from '../kernel/context/server.ts';
import type { LoadedCity } from './city.ts';
import type { Config } from './config.ts';

export interface MovableClock extends BusinessClock {
  /** Moves the business time forward to noon of a day and keeps it there (plus the time that passes). Demonstration and tests only. */
  moveTo(instant: string): Promise<void>;
}

export interface Platform {
  readonly config: Config;
  readonly city: LoadedCity;
  readonly context: Context;
  readonly clock: MovableClock;
  readonly filesDir: string;
  /** Runs all due jobs now, until nothing is due. */
  runDueJobs(): Promise<void>;
}
