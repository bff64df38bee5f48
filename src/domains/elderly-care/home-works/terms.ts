/** Shapes that the pages read. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface WorksShown {
  readonly quotedFen: Fen;
  readonly actualFen: Fen | null;
  readonly subsidyFen: Fen | null;
  readonly items: readonly {
    readonly zh: string;
    readonly necessary: boolean;
    readonly spot: string;
    /** 3平方米. */
    readonly amountZh: string;
    readonly quotedFen: Fen;
    readonly actualFen: Fen | null;
    /** Of one; null: none is set. */
    readonly referenceFen: Fen | null;
    /** By how many percent the unit price is over it; null: not more than may be. */
    readonly overPercent: number | null;
    readonly undoneReason: string | null;
    readonly before: string;
    readonly after: string | null;
  }[];
}

/** One line of what an assessor or a builder has to do. */
export interface WorksTask {
  readonly caseId: string;
  readonly name: string;
  readonly itemZh: string;
  readonly divisionName: string;
  readonly stepZh: string;
  readonly plannedOn: PlainDate | null;
  readonly dueOn: PlainDate | null;
  readonly items: number;
}

export const programmeNames = { adaptation: '适老化改造', 'family-bed': '家庭养老床位' } as const;
export const worksLists = { open: '正在办', paid: '已经拨付' } as const;

export interface WorksRow {
  readonly id: string;
  readonly caseId: string;
  readonly personId: string;
  readonly name: string;
  readonly villageName: string;
  readonly stepZh: string;
  readonly dueOn: PlainDate | null;
  readonly builder: string | null;
  readonly items: number;
  readonly actualFen: Fen | null;
  readonly subsidyFen: Fen | null;
  readonly acceptedOn: PlainDate | null;
  readonly paidOn: PlainDate | null;
}

/** Who reads the register of works. */
export const worksReaders = ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'] as const;
