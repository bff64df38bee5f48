/** What the pages of the register read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

interface CertificateRow {
  readonly id: string;
  readonly no: string;
  readonly levelZh: string;
  readonly stateZh: string;
  readonly good: boolean;
}

export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly placeZh: string;
  readonly contractNo: string;
  readonly agreedTo: PlainDate;
  readonly telephone: string;
  readonly contact: string;
  readonly stateZh: string;
  readonly why: string | null;
  readonly workers: number;
  readonly offers: readonly Offer[];
}

export interface ItemRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly classZh: string;
  readonly unitZh: string;
  readonly priceFen: Fen;
  readonly publicFen: Fen | null;
  readonly minMinutes: number;
  readonly plannedMinutes: number;
  readonly levelZh: string;
  readonly fromOn: PlainDate;
  /** 须同性、要拍照、每次回访. */
  readonly rules: readonly string[];
}

export interface WorkerRow {
  readonly id: string;
  readonly name: string;
  readonly sexZh: string;
  readonly phone: string | null;
  readonly employerName: string;
  readonly postZh: string;
  readonly hiredOn: PlainDate;
  readonly healthTo: PlainDate | null;
  readonly backgroundOn: PlainDate | null;
  readonly leftOn: PlainDate | null;
  /** 4.6分（12次） */
  readonly ratingZh: string;
  /** Why the person may not work today; null: may. */
  readonly trouble: string | null;
  readonly certificates: readonly (CertificateRow & { readonly offers: readonly Offer[] })[];
  readonly offers: readonly Offer[];
}
