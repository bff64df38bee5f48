/** What stands beside the subsidies of facilities. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';

/** What other programmes gave for the same sites. */
export interface Elsewhere {
  readonly rows: readonly {
    readonly id: string;
    readonly siteId: string;
    readonly siteName: string;
    readonly what: string;
    readonly programme: string;
    readonly amountFen: Fen;
    readonly documentNo: string;
  }[];
  readonly offers: readonly Offer[];
}
