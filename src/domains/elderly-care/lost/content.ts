/** What the pages of the search for the lost read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { LostState, SightingKind } from './terms.ts';

export interface LostRow {
  readonly id: string;
  readonly placeZh: string;
  readonly sourceZh: string;
  readonly state: LostState;
  readonly stateZh: string;
  readonly tone: 'bad' | 'now' | 'plain';
  readonly openedAt: string;
  readonly lastSeenAt: string | null;
  readonly policeAt: string | null;
  readonly sectors: number;
  readonly searched: number;
  readonly notice: boolean;
  /** What nobody has done in time, in words. */
  readonly alarm: string | null;
}
export interface LostList {
  readonly now: string;
  readonly open: readonly LostRow[];
  readonly ended: readonly LostRow[];
}

export interface SectorRow {
  readonly id: string;
  readonly no: number;
  readonly name: string;
  readonly placeZh: string;
  readonly team: string | null;
  readonly inner: number | null;
  readonly outer: number | null;
  readonly from: number | null;
  readonly searched: boolean;
  readonly searchedAt: string | null;
  readonly searchedBy: string | null;
  readonly offers: readonly Offer[];
}
export interface SightingRow {
  readonly id: string;
  readonly kind: SightingKind;
  readonly kindZh: string;
  readonly at: string;
  readonly late: boolean;
  readonly byName: string;
  readonly what: string;
  readonly who: string | null;
  readonly sectorName: string | null;
  /** Metres east and north of where the person was last seen. */
  readonly spot: { readonly east: number; readonly north: number } | null;
  readonly position: string | null;
}
export interface LostFile extends LostRow {
  readonly now: string;
  readonly endingZh: string | null;
  readonly incidentId: string | null;
  readonly personId: string | null;
  /** Whom to look for; null before it was described. */
  readonly seen: {
    readonly name: string;
    readonly sexZh: string;
    readonly age: number;
    readonly looks: string;
    readonly wearing: string;
    readonly lastPlace: string;
    readonly lonLat: string | null;
  } | null;
  readonly photo: boolean;
  /** For those who go out, and while he is not handed over. */
  readonly closer: { readonly care: string | null; readonly contactName: string; readonly contactPhone: string } | null;
  readonly foundAt: string | null;
  readonly handedAt: string | null;
  readonly closedAt: string | null;
  readonly noticeText: string | null;
  readonly noticeConsent: string | null;
  readonly grounds: readonly SectorRow[];
  readonly sightings: readonly SightingRow[];
  readonly course: readonly { readonly at: string; readonly zh: string; readonly by: string; readonly note: string | null }[];
  readonly offers: readonly Offer[];
}
