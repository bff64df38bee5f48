import type { Id } from '../schema/index.ts';

export type BatchId = Id<'PaymentBatch'>;
export type LineId = Id<'PaymentLine'>;
export type BankFileId = Id<'BankFile'>;
export type EntitlementId = Id<'Entitlement'>;
export type AdjustmentId = Id<'PaymentAdjustment'>;
export type OverpaymentId = Id<'Overpayment'>;
export type FineId = Id<'RecoveryFine'>;
