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

/** 手语讲解 of an item, for its guide page. */
export interface SignVideo {
  readonly url: string;
  readonly type: string;
  /** Address of the captions; null where there are none. */
  readonly captions: string | null;
}

/** The videos of a city pack by item, and where they lie; nothing where it has none. */
export interface SignLanguage {
  readonly folder: string | null;
  readonly videos: ReadonlyMap<string, SignVideo>;
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
    readonly signLanguage: SignLanguage;
  };
  readonly context: Context;
  readonly clock: MovableClock;
  readonly filesDir: string;
  /** Sends a text message now: for what must not be kept, as a one-time code. */
  readonly sms: Adapter;
  /** Runs all due jobs now, until nothing is due. */
  runDueJobs(): Promise<void>;
}
