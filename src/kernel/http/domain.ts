/** What a domain offers to the composition root. */

import type { Context, Tx } from '../context/server.ts';
import type { Subscription } from '../event/server.ts';
import type { Connector, Query } from '../exchange/server.ts';
import type { Place } from '../offer/index.ts';
import type { Work } from '../worker/server.ts';
import type { RouteDefinition } from './server.ts';

export interface Domain {
  readonly name: string;
  readonly label: string;
  readonly routes: readonly RouteDefinition[];
  /** What it adds to the menu of the workbench. */
  readonly places?: readonly Place[];
  /** Chinese names of the standards that it reads. */
  readonly parameterNames?: Readonly<Record<string, string>>;
  readonly subscriptions: readonly Subscription[];
  /** What it does by itself once a business day, in this order; doing it again the same day changes nothing. One that fails holds up no other. */
  readonly daily?: readonly Work[];
  /** What must not wait for the next round of timers: somebody is in danger. Each gives how much there was to do; one that fails holds up no other. */
  readonly everySecond?: readonly Work<number>[];
  /** Loads its own tables of the city pack, found in this folder; gives the number of new rows. What people have changed since stays. */
  readonly pack?: (tx: Tx, folder: string) => Promise<number>;
  /** Departments that it asks; in demonstration they are simulated. */
  readonly connectors?: (context: Context) => readonly Connector[];
  /** Hears of every attempt at its queries and of every answer, in the transaction that records it. */
  readonly settled?: (tx: Tx, queries: readonly Query[]) => Promise<void>;
}
