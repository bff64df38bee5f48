/** 事件: what happened, told once to everybody whom it concerns. Payloads hold references, codes, dates and amounts only. */
import type { DivisionCode } from '../schema/index.ts';
import type { EventType } from './catalogue.ts';

export { type EventType, isEventType } from './catalogue.ts';

export type Sensitivity = 'public' | 'internal' | 'personal' | 'sensitive' | 'military';
export type EventPayload = Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>;

/** The envelope (platform rules 7.1). */
export interface DomainEvent {
  eventId: string;
  type: EventType;
  version: number;
  /** When it happened in the field; may lie before `recordedAt`. ISO instants. */
  occurredAt: string;
  recordedAt: string;
  division: DivisionCode;
  subject: { kind: string; id: string };
  payload: EventPayload;
  /** Who told: the kind of actor, or the system job. */
  source: string;
  /** Events of one cause share it. */
  correlationId: string;
  sensitivity: Sensitivity;
}

/** How long a failed delivery waits: 10 s, 20 s, 40 s … at most an hour. */
export const retryDelayMs = (attempts: number): number => Math.min(10_000 * 2 ** Math.min(attempts - 1, 20), 3_600_000);

/** Things of one kind that wait to reach one receiver: counts and times only, nobody's name. */
export interface Undelivered {
  receiver: string;
  matter: string;
  count: number;
  oldest: string;
  attempts: number;
  /** Null when it is not tried again by itself. */
  nextAt: string | null;
  error: string | null;
}

/** What has waited since before this instant has been silent for a day. */
export const dayBefore = (now: string): string => new Date(Date.parse(now) - 24 * 3_600_000).toISOString();
