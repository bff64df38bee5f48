/** What the pages of beds and prices are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { BedState, SexRule } from './terms.ts';

export interface WallBed {
  id: string;
  code: string;
  state: BedState;
  stateZh: string;
  nursing: boolean;
  /** Whose bed it is, for the people of the institution only. */
  who: string | null;
  stayId: string | null;
  until: string | null;
}
export interface WallRoom {
  id: string;
  name: string;
  sexRule: SexRule;
  sexZh: string;
  wardZh: string;
  beds: WallBed[];
}
export interface Wall {
  id: string;
  name: string;
  counts: { state: BedState; zh: string; n: number }[];
  beds: number;
  recordedBeds: number;
  nursing: number;
  free: { ordinary: number; nursing: number };
  confirmedAt: string | null;
  floors: { building: string; floor: number; rooms: WallRoom[] }[];
  offers: Offer[];
}

export interface BedFile {
  id: string;
  code: string;
  stateZh: string;
  state: BedState;
  where: string;
  wardZh: string;
  sexZh: string;
  priceClass: string;
  monthlyFen: Fen | null;
  nursing: boolean;
  checks: { zh: string; met: boolean }[];
  checkedOn: PlainDate | null;
  who: string | null;
  stayId: string | null;
  until: string | null;
  events: { at: string; fromZh: string; toZh: string; reason: string }[];
  offers: Offer[];
}

export interface PriceRow {
  itemZh: string;
  name: string;
  unit: string;
  amountFen: Fen;
  fromOn: PlainDate;
  documentNo: string | null;
  /** In force today, to come, or over. */
  standing: 'now' | 'later' | 'over';
}
