/** What the page of a case of the voucher shows. */
import { ageOn, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { decisionsShown } from '../benefit/sections.ts';
import { levelOf } from '../spells.ts';
import type { VoucherForm } from './application.ts';
import { computeCase, factsOf } from './store.ts';

export async function voucherSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { applicant } = kase.form as VoucherForm;
  const facts = await factsOf(tx, kase.applicantPersonId, kase.division);
  return {
    facts: [
      {
        title: '老人',
        rows: [
          { label: '姓名', value: applicant.name },
          { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
          ...(applicant.phone ? [{ label: '手机', value: maskPhone(applicant.phone) }] : []),
          { label: '出生日期', value: `${longDate(facts.birthDate)}，今天${ageOn(facts.birthDate, tx.today)}周岁` },
          { label: '住在', value: tx.divisions.fullName(kase.division) },
          { label: '能力等级', value: levelOf(facts.levels, tx.today).says },
        ],
      },
    ],
    decisions: await decisionsShown(tx, kase, {
      kindZh: '资格确认',
      async current() {
        const computed = await computeCase(tx, kase);
        return computed.ok ? computed.value.decision : null;
      },
    }),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
  };
}
