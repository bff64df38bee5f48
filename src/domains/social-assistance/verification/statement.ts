/** 说明、提异议: what an applicant says to the differences that the check found. Pure: the server asks for it, the pages draw it. */
import { z } from 'zod';
import { choice, FileRef, type FormField, type PlainDate } from '../../../kernel/schema/index.ts';

export const statementKinds = {
  explain: '说明情况：查得的没错，但有原因',
  object: '提出异议：查得的不对，请重新查',
} as const;
export type StatementKind = keyof typeof statementKinds;

/** As lists and the history name them. */
export const statementNames = { explain: '说明', object: '异议' } as const satisfies Record<StatementKind, string>;

export const StatementInput = z.strictObject({
  kind: choice(statementKinds).meta({ label: '您要' }),
  text: z
    .string()
    .trim()
    .min(4, '请写明情况（至少4个字）')
    .max(500, '不超过500字')
    .meta({ label: '是怎么回事', help: '例如：车已经卖给别人，还没有过户；存款是借来看病的', widget: 'textarea' }),
  papers: z
    .array(FileRef)
    .max(9)
    .default([])
    .meta({ label: '能证明的材料', help: '拍照就行，例如买卖合同、欠条、单位证明；没有也可以先说明', paper: 'support' }),
});
export type StatementGiven = z.infer<typeof StatementInput>;

export interface Statement {
  readonly id: string;
  readonly kind: StatementKind;
  readonly text: string;
  readonly papers: readonly string[];
  readonly on: PlainDate;
}

/** One difference as the applicant reads it. */
export interface Mismatch {
  readonly id: string;
  /** Null for what the household owns together. */
  readonly member: string | null;
  readonly text: string;
  /** Where the record comes from. */
  readonly source: string;
  /** How it was disposed of; null while it is open. */
  readonly settled: string | null;
}

export interface Mismatches {
  readonly rows: readonly Mismatch[];
  /** The day that the message named. */
  readonly until: PlainDate | null;
  readonly statements: readonly Statement[];
  /** Until when an objection is looked into. */
  readonly reviewDue: PlainDate | null;
  /** What may be said now; null when the day has passed, or nothing is open. */
  readonly fields: readonly FormField[] | null;
}
