/** 健康档案 of somebody who lives in the home: entered from a signed paper by the nurse, read by those who care at the bed, each look on record. */
import type { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { enterHealth, healthFor, type PaperHealth } from '../../../kernel/health/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { lived } from '../stays/store.ts';
import { mayReadCare } from './duty.ts';

export async function enterResidentHealth(
  tx: Tx,
  stayId: string,
  given: z.output<typeof PaperHealth>,
): Promise<Result<{ id: string }>> {
  const stay = await lived(tx, stayId);
  return stay.ok ? enterHealth(tx, stay.value.personId, given) : stay;
}

/** Opened for those who care for somebody who lives here now. */
export async function residentHealth(
  tx: Tx,
  stayId: string,
): Promise<Result<{ rows: { label: string; value: string }[] | null }>> {
  const stay = await lived(tx, stayId);
  if (!stay.ok) return stay;
  const may = await mayReadCare(tx, { id: stay.value.institutionId, division: stay.value.division });
  return may.ok ? ok({ rows: await healthFor(tx, stay.value.personId, 'institution') }) : may;
}
