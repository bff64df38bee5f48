/** Everything a running platform holds: the composition root hands it to routes, jobs and commands. */
import type { BusinessClock, Context } from '../context/server.ts';
import type { Adapter } from '../notice/server.ts';
import type { DivisionCode } from '../schema/index.ts';

export interface MovableClock extends BusinessClock {
  /** Moves the business time forward to an instant. Demonstration and tests only: production refuses. */
  moveTo(instant: string): Promise<void>;
}

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Platform {
  readonly mode: 'demonstration' | 'production';
  readonly publicUrl: string;
  readonly city: {
    readonly code: DivisionCode;
    readonly name: string;
    readonly telephone: string;
    /** Roughly around the city, in degrees; null where the pack does not say. */
    readonly box: Box | null;
  };
  readonly context: Context;
  readonly clock: MovableClock;
  readonly filesDir: string;
  /** Sends a text message now: for what must not be kept, as a one-time code. */
  readonly sms: Adapter;
  /** Runs all due jobs now, until nothing is due. */
  runDueJobs(): Promise<void>;
}
