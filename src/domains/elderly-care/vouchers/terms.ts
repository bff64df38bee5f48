/** Names shared by the parts of 养老服务消费券 (CCV). */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const VOUCHER = '养老服务消费券';

export const useClasses = { institution: '养老机构', home: '居家社区服务' } as const;
export type UseClass = keyof typeof useClasses;

export interface VoucherUseRow {
  readonly id: string;
  readonly name: string;
  readonly outletName: string;
  readonly what: string;
  readonly serviceOn: PlainDate;
  readonly payableFen: Fen;
  readonly deductedFen: Fen;
  readonly verifiedAt: string;
  readonly reversedZh: string | null;
  readonly offers: readonly Offer[];
}

/** What the resident sees. */
export interface MyVouchers {
  readonly award: { readonly fromMonth: YearMonth; readonly lastMonth: YearMonth | null; readonly reason: string | null } | null;
  readonly mayApply: boolean;
  readonly cardNumber: string | null;
  readonly vouchers: readonly {
    readonly month: YearMonth;
    readonly faceFen: Fen;
    readonly usedFen: Fen;
    readonly stateZh: string;
    readonly uses: readonly {
      readonly id: string;
      readonly outletName: string;
      readonly what: string;
      readonly serviceOn: PlainDate;
      readonly payableFen: Fen;
      readonly deductedFen: Fen;
      readonly reversedZh: string | null;
    }[];
  }[];
}

/** A provider's till: what was taken today and this month. */
export interface VoucherTill {
  readonly outlet: { readonly name: string; readonly kindZh: string };
  readonly today: { readonly count: number; readonly deductedFen: Fen };
  readonly month: { readonly count: number; readonly deductedFen: Fen };
  readonly rows: readonly VoucherUseRow[];
}

/** What a till is told before it takes anything. */
export interface VoucherPreview {
  readonly name: string;
  readonly month: YearMonth;
  readonly balanceFen: Fen;
  readonly deductFen: Fen;
  readonly selfPayFen: Fen;
  readonly ratePercent: number;
}

export interface VoucherRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly villageName: string;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly reason: string | null;
  readonly faceFen: Fen | null;
  readonly usedFen: Fen | null;
}
