/** Who is told of what. The composition root loads every domain, and with it its subscriptions, before anything is written. */
import type { Tx } from '../context/server.ts';
import type { DomainEvent, EventType } from './index.ts';

export interface Subscription {
  /** Kept in the database: `domain.purpose`, never renamed. */
  readonly name: string;
  readonly types: readonly EventType[];
  /**
   * Runs in one transaction with the mark "handled", as the system of the whole city. It is called until it succeeds once;
   * an event may be late: go by its effective date.
   */
  handle(tx: Tx, event: DomainEvent): Promise<void>;
}

const known = new Map<string, Subscription>();

/** Registers a subscriber: from now on every event of these types is delivered to it. A name used twice is a bug. */
export function defineSubscription(subscription: Subscription): Subscription {
  if (known.has(subscription.name)) throw new Error(`subscription ${subscription.name} is defined twice`);
  known.set(subscription.name, subscription);
  return subscription;
}

export const subscribersOf = (type: EventType): string[] =>
  [...known.values()].filter((s) => s.types.includes(type)).map((s) => s.name);
