/** What the pages of health links are sent. */
import type { MyHealth } from '../../../kernel/health/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';

export interface LinkRow {
  id: string;
  personId: string;
  name: string;
  placeName: string;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  centre: string;
  doctor: string | null;
  toOn: PlainDate | null;
  what: string;
  lastOn: PlainDate | null;
  dueOn: PlainDate | null;
  late: boolean;
  offers: Offer[];
}
export interface LinkList {
  rows: LinkRow[];
  offers: Offer[];
}

/** What an older person sees of the own health file and link. */
export interface MyHealthPage {
  health: MyHealth | null;
  fields: readonly FormField[];
  links: {
    id: string;
    state: string;
    stateZh: string;
    centre: string;
    doctor: string | null;
    toOn: PlainDate | null;
    what: string;
    followed: { on: PlainDate; says: string }[];
  }[];
}
