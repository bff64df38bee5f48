/** What the page of a case of the allowance shows. Numbers and accounts are masked here, always. */
import { sql } from '../../../database/sql.ts';
import { ageOn, longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { maskAccount, maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import type { AllowanceForm } from './application.ts';
import { type Computed, computeCase, knownOf } from './facts.ts';
import { PROGRAMME } from './rules.ts';

async function factsOf(tx: Tx, kase: Case) {
  const form = kase.form as AllowanceForm;
  const known = await knownOf(tx, kase.applicantPersonId);
  const account = await tx.maybe<{ bank: string; last4: string; holder: string }>(
    sql`select bank, last4, holder from payout_account where person_id = ${kase.applicantPersonId} and valid_to is null`,
  );
  const given = form.account;
  return [
    {
      title: '老人',
      rows: [
        { label: '姓名', value: form.applicant.name },
        { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        ...(form.applicant.phone ? [{ label: '手机', value: maskPhone(form.applicant.phone) }] : []),
        ...(known
          ? [{ label: '出生日期', value: `${longDate(known.birthDate)}，今天${ageOn(known.birthDate, tx.today)}周岁` }]
          : []),
        { label: '户籍地', value: tx.divisions.fullName(kase.division) },
        {
          label: '收款账户',
          value: account
            ? `${account.bank} 尾号${account.last4}（${account.holder}）`
            : given
              ? `${given.bank} ${maskAccount(given.number)}（${given.holder}）`
              : '还没有登记，村里核实时填写',
        },
        { label: '怎么提出的', value: kase.channel === 'discovery' ? '系统按年龄提出（免申即享）' : '本人、家属或者村里提出' },
      ],
    },
  ];
}

const shown = ({ decision: d }: Computed, of: { id: string; kind: string; kindZh: string; madeAt: string }) => ({
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
    shown({ decision: d.decision } as Computed, { id: d.id, kind: d.kind, kindZh: '审批', madeAt: d.madeAt }),
  );
  if (kase.closedAt || tx.actor.kind === 'resident') return stored;
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return stored;
  return [...stored, shown(computed.value, { id: 'preview', kind: 'preview', kindZh: '当前核算（未作决定）', madeAt: tx.now })];
}

export async function allowanceSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const mine = (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter((e) => e.programme === PROGRAMME);
  return {
    facts: await factsOf(tx, kase),
    decisions: await decisionsShown(tx, kase),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
    entitlement: mine[0] ?? null,
    payments: mine.length > 0 ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
