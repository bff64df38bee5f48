/** What the page of the associations reads. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface AssociationRow {
  readonly id: string;
  readonly name: string;
  readonly placeZh: string;
  readonly head: string;
  readonly members: number;
  readonly stateZh: string;
  readonly tone: 'now' | 'good' | 'plain';
  readonly registration: string | null;
  readonly termTo: PlainDate | null;
  readonly lastOn: PlainDate | null;
  /** Counts in the rate. */
  readonly active: boolean;
  readonly planned: boolean;
  readonly planLate: boolean;
  readonly activities: number;
  readonly offers: readonly Offer[];
}
export interface AssociationList {
  readonly rows: readonly AssociationRow[];
  readonly next: string | null;
  readonly days: number;
  readonly year: number;
  readonly offers: readonly Offer[];
}
