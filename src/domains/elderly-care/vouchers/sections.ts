/** What the page of a case of the voucher shows. */
import { ageOn, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { levelOf } from '../spells.ts';
import type { VoucherForm } from './application.ts';
import { type Computed, computeCase, factsOf } from './store.ts';

const shown = (d: Computed['decision'], of: { id: string; kind: string; kindZh: string; madeAt: string }) => ({
  ...of,
  asOf: d.asOf,
  outcome: d.outcome,
  amountFen: d.amountFen,
  effectiveMonth: d.effectiveMonth,
  clauses: d.clauses,
  breakdown: d.breakdown,
  note: null,
});

async function decisionsShown(tx: Tx, kase: Case) {
  const stored = (await decisionsOfCase(tx, kase.id)).map((d) =>
    shown(d.decision as Computed['decision'], { id: d.id, kind: d.kind, kindZh: '资格确认', madeAt: d.madeAt }),
  );
  if (kase.closedAt || kase.state === 'onNotice' || tx.actor.kind === 'resident') return stored;
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return stored;
  return [
    ...stored,
    shown(computed.value.decision, { id: 'preview', kind: 'preview', kindZh: '当前核算（未作决定）', madeAt: tx.now }),
  ];
}

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
    decisions: await decisionsShown(tx, kase),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
  };
}
