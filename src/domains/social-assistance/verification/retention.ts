/**
 * 原始反馈按期销毁 (8.4): some months after the case is over the raw answers go. That they were given, the report as a part of the decision's
 * file, and every difference with its disposition stay. Repeating it changes nothing.
 */

import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { destroyAnswers } from '../../../kernel/exchange/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { supporterReference, supportersOfCase } from '../supporters/store.ts';
import { referenceOf } from './asking.ts';
import { findVerifications, updateVerification } from './store.ts';

const PAGE = 50;

async function keptSince(tx: Tx): Promise<PlainDate> {
  const months = await wholeParameter(tx, 'CHECK-RETENTION-MONTHS', tx.city, tx.today);
  if (!months.ok) throw new Error('CHECK-RETENTION-MONTHS is missing');
  return addMonths(tx.today, -months.value);
}
const overAndKept = (before: PlainDate): Sql =>
  sql`raw_destroyed_on is null and exists (select from service_case c
    where c.id = case_id and c.closed_at < (${before}::timestamp at time zone 'Asia/Shanghai'))`;

async function destroyPage(tx: Tx): Promise<number> {
  const before = await keptSince(tx);
  const due = await findVerifications(tx, overAndKept(before), PAGE);
  for (const verification of due) {
    const { id, round } = verification;
    await destroyAnswers(tx, {
      references: [
        ...Array.from({ length: round }, (_, i) => referenceOf({ id, round: i + 1 })),
        ...(await supportersOfCase(tx, verification.caseId)).map(supporterReference),
      ],
    });
    await updateVerification(tx, id, { rawDestroyedOn: tx.today });
    await recordAudit(tx, {
      action: 'verification.raw-destroyed',
      subject: { kind: 'verification', id },
      personIds: verification.members.map((m) => m.personId),
      caseId: verification.caseId,
      division: verification.division,
      detail: { closedBefore: before },
    });
  }
  return due.length;
}

/** Destroys everything that is due. Returns how many checks that were. */
export const destroyRawAnswers = whenDue(
  async (tx) => anyRow(tx, sql`verification_request where ${overAndKept(await keptSince(tx))}`),
  async (context) => {
    for (let all = 0; ; ) {
      const done = await context.write(systemActor('verification-retention', context.city), destroyPage);
      all += done;
      if (done < PAGE) return all;
    }
  },
);
