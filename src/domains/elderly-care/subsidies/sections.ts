/** What the page of a case of the subsidies shows: who, on what ground, what else is drawn (the panel of 5.5), the decision by clauses. Numbers are masked. */
import { sql } from '../../../database/sql.ts';
import { ageOn, longDate, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { maskAccount, maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { levelOn } from '../assessment/effect.ts';
import { levels } from '../assessment/rules.ts';
import type { SubsidyForm } from './application.ts';
import { type Computed, computeCase, knownOf } from './facts.ts';
import { kindOfItem, kinds } from './terms.ts';

async function factsOf(tx: Tx, kase: Case) {
  const form = kase.form as SubsidyForm;
  const kind = kindOfItem(kase.itemId);
  const known = await knownOf(tx, kase.applicantPersonId, kind, kase.division);
  const level = await levelOn(tx, kase.applicantPersonId, tx.today);
  const account = await tx.maybe<{ bank: string; last4: string; holder: string }>(
    sql`select bank, last4, holder from payout_account where person_id = ${kase.applicantPersonId} and valid_to is null`,
  );
  const given = form.account;
  const month = monthOf(tx.today);
  const runs = (spells: readonly { from: string; to: string | null }[], at: string) =>
    spells.some((s) => s.from <= at && (s.to === null || s.to >= at));
  const facts = known?.facts;
  const grounds = facts
    ? [
        ...(runs(facts.dibao, month) ? ['低保'] : []),
        ...(runs(facts.edge, tx.today) ? ['低保边缘'] : []),
        ...(runs(facts.tekun, month) ? ['特困'] : []),
      ]
    : [];
  const others = facts?.other.filter((o) => runs([o], month)) ?? [];
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
              : '没有登记',
        },
      ],
    },
    {
      title: '系统查到的',
      rows: [
        { label: '社会救助', value: grounds.join('、') || '没有低保、低保边缘、特困认定' },
        {
          label: '能力等级',
          value: level ? `${level.level}级，${levels[level.level]}，有效期至${level.validTo}` : '没有生效的评估',
        },
        {
          label: kinds[kind].againstZh,
          value: others.length > 0 ? `正在领，每月${others.map((o) => yuan(o.amountFen)).join('、')}，就高享受一项` : '没有在领',
        },
        { label: '高龄津贴', value: '可以同时享受' },
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
  if (kase.closedAt || kase.state === 'onNotice' || tx.actor.kind === 'resident') return stored;
  const computed = await computeCase(tx, kase, kindOfItem(kase.itemId));
  if (!computed.ok) return stored;
  return [...stored, shown(computed.value, { id: 'preview', kind: 'preview', kindZh: '当前核算（未作决定）', madeAt: tx.now })];
}

export async function subsidySections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const { programme } = kinds[kindOfItem(kase.itemId)];
  const mine = (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter((e) => e.programme === programme);
  return {
    facts: await factsOf(tx, kase),
    decisions: await decisionsShown(tx, kase),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
    entitlement: mine[0] ?? null,
    payments: mine.length > 0 ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
