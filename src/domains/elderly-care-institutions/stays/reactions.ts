/** What happens here when something happened elsewhere: somebody died, or was taken for dead by mistake; a new capacity level. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { levelOffered } from '../beds/terms.ts';
import { bookVoucher, type VoucherUsed } from '../bills/vouchers.ts';
import { closeAdmission } from './apply.ts';
import { hospitalReactions } from './hospital.ts';
import { askLevel, endStay } from './live.ts';
import { levelsOf, liveStayOf } from './store.ts';

const openAdmissions = async (tx: Parameters<typeof liveStayOf>[0], personId: string): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      sql`select id from care_admission where person_id = ${personId} and state in ('waiting', 'held', 'reserved') order by id limit 50`,
    )
  ).map(({ id }) => id);

export const stayReactions: readonly Subscription[] = [
  ...hospitalReactions,
  defineSubscription({
    name: 'elderly-care-institutions.death',
    types: ['person.died'],
    async handle(tx, event) {
      const personId = event.subject.id;
      const { diedOn } = event.payload as { diedOn: PlainDate };
      const stay = await liveStayOf(tx, personId);
      if (stay) {
        const ended = await endStay(tx, stay, { on: diedOn, as: 'deceased', reason: '老人去世' });
        if (!ended.ok) throw new Error(`the stay ${stay.id} of a dead person cannot be ended: ${ended.code}`);
      }
      for (const id of await openAdmissions(tx, personId)) {
        const closed = await closeAdmission(tx, id, { as: 'withdrawn', reason: '老人去世' });
        if (!closed.ok) throw new Error(`the admission ${id} of a dead person cannot be closed: ${closed.code}`);
      }
    },
  }),
  defineSubscription({
    name: 'elderly-care-institutions.death-revoked',
    types: ['person.death.revoked'],
    // 床位可能已经给了别人：入住不自动恢复，留一笔记录，由机构重新办理
    async handle(tx, event) {
      const stay = await tx.maybe<{ id: string; division: string }>(
        sql`select id, division from care_stay where person_id = ${event.subject.id} and ended = 'deceased' order by to_on desc limit 1`,
      );
      if (stay)
        await recordAudit(tx, {
          action: 'care-stay.death-revoked',
          subject: { kind: 'care-stay', id: stay.id },
          personId: event.subject.id,
          division: stay.division,
        });
    },
  }),
  defineSubscription({
    name: 'elderly-care-institutions.voucher',
    types: ['voucher.used'],
    async handle(tx, event) {
      const used = event.payload as unknown as VoucherUsed & { class?: string };
      if (used.class === 'institution') await bookVoucher(tx, used);
    },
  }),
  defineSubscription({
    name: 'elderly-care-institutions.level',
    types: ['elder.assessment.completed'],
    async handle(tx, event) {
      const { level } = event.payload as { level: number };
      const stay = await liveStayOf(tx, event.subject.id);
      if (!stay) return;
      const offered = levelOffered(level);
      const now = (await levelsOf(tx, stay.id)).filter((l) => l.fromOn <= tx.today).at(-1);
      if (now?.careLevel === offered) return;
      const asked = await askLevel(tx, stay.id, { level: offered, from: tx.today, why: '新的能力评估' });
      if (!asked.ok) throw new Error(`level of stay ${stay.id}: ${asked.code}`);
    },
  }),
];
