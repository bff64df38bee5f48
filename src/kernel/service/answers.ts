/** Limits that an applicant must keep are told twice: when they begin, by whoever asks, and three days before they end, here for all of them (platform rules 4.10). */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import type { Id, PlainDate } from '../schema/index.ts';
import { anyRow, whenDue } from '../worker/server.ts';
import { stepOf } from './cases.ts';
import { officeOf } from './escalation.ts';
import { caseNames } from './names.ts';

defineTemplates({
  'case.answer-soon': { title: '快到最后一天', text: '您的“{item}”等您{asks}，最后一天是{until}，咨询{tel}。' },
});

const DAYS_BEFORE = 3;
const BATCH = 200;

interface OpenAnswer {
  id: Id<'Case'>;
  itemId: string;
  flow: string;
  flowVersion: string;
  state: string;
  division: string;
  applicantPersonId: string;
  answerBy: PlainDate;
}

const endingSoon = (tx: Tx): Sql => sql`service_case where closed_at is null and answer_reminded_on is null
  and answer_by between ${tx.today}::date and ${plusDays(tx.today, DAYS_BEFORE)}::date`;

/** Reminds of every open limit of an applicant that ends within three days, once. Returns how many. */
export const remindApplicants = whenDue(
  (tx) => anyRow(tx, endingSoon(tx)),
  async (context) => {
    const city = systemActor('case-alerts', context.city);
    let reminded = 0;
    for (;;) {
      const count = await context.write(city, async (tx) => {
        const open = await tx.rows<OpenAnswer>(sql`update service_case set answer_reminded_on = ${tx.today} where id in (
          select id from ${endingSoon(tx)} order by answer_by, id limit ${BATCH} for update skip locked)
        returning id, item_id, flow, flow_version, state, division, applicant_person_id, answer_by`);
        const names = await caseNames(tx, open);
        for (const { id, division, applicantPersonId, answerBy, ...kase } of open)
          await notify(tx, {
            to: { personId: applicantPersonId },
            template: 'case.answer-soon',
            params: {
              item: names.get(id)!,
              asks: stepOf(kase).asks ?? '答复',
              until: answerBy,
              tel: tx.office(officeOf('township-clerk', division)).telephone,
            },
            caseId: id,
          });
        return open.length;
      });
      reminded += count;
      if (count < BATCH) return reminded;
    }
  },
);
