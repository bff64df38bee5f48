/** What the page of a case shows beside the engine's own parts. Identity numbers, accounts and certificates are masked here, always. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { maskAccount, maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';
import { categoryNames, certificateOn, certificateStates } from '../certificate/index.ts';
import { type AnyForm, changes, isChange } from './application.ts';
import { kinds, type Months } from './facts.ts';
import { computeCase, formOf } from './facts-of-case.ts';
import { filingShown } from './filings.ts';
import type { Known } from './life.ts';
import { knownOf } from './life.ts';
import { nationwideAskers, nationwideShown } from './nationwide.ts';
import type { SubsidyDecision } from './rules.ts';
import { kindOfProgramme, kindsOf } from './terms.ts';

type Row = { label: string; value: string };
const standingNames = { ...certificateStates, expired: '过期' } as const;

function formShown(form: AnyForm, divisionName: string): Row[] {
  return [
    { label: '姓名', value: form.applicant.name },
    { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
    { label: '手机', value: maskPhone(form.applicant.phone) },
    ...communicationRows(form.applicant.communication),
    { label: '户籍地', value: divisionName },
    { label: '申请', value: isChange(form) ? changes[form.change] : kindsOf[form.wanted].map((k) => kinds[k]).join('、') },
    ...(form.account
      ? [{ label: '收款账户', value: `${form.account.bank} ${maskAccount(form.account.number)}（${form.account.holder}）` }]
      : []),
  ];
}

function certificateShown(tx: Tx, known: Known): Row[] {
  const standing = certificateOn(known.life.certificates, tx.today);
  if (standing.state === 'none') return [{ label: '残疾人证', value: '还没有登记，待残联核对' }];
  return [
    { label: '状态', value: standingNames[standing.state] },
    { label: '类别、等级', value: categoryNames(standing.certificate) },
    { label: '有效期', value: `${longDate(standing.certificate.issuedOn)}至${longDate(standing.certificate.validTo)}` },
  ];
}

const span = (p: Months): string => `${longMonth(p.from)}起${p.to ? `至${longMonth(p.to)}` : ''}`;
const months = (list: readonly Months[], none: string): string => (list.length === 0 ? none : list.map(span).join('；'));

/** What data say of the person, so that nobody has to ask. */
function statusShown(known: Known): Row[] {
  const { life } = known;
  return [
    { label: '低保', value: months(life.dibao, '没有享受') },
    { label: '特困', value: months(life.tekun, '不是') },
    { label: '工伤生活护理费', value: months(life.workInjuryCare, '没有') },
    { label: '孤儿基本生活费', value: months(life.orphan, '没有') },
    ...(life.allowances.length > 0
      ? [{ label: '其他补贴', value: life.allowances.map((a) => `${a.name}每月${yuan(a.amountFen)}，${span(a)}`).join('；') }]
      : []),
    ...(life.custody.length > 0 ? [{ label: '服刑、强制戒毒', value: months(life.custody, '没有') }] : []),
    {
      label: '已享受的两项补贴',
      value:
        known.drawn.length === 0
          ? '没有'
          : known.drawn
              .map((d) => `${kinds[kindOfProgramme(d.programme)]}${span({ from: d.fromMonth, to: d.toMonth })}`)
              .join('；'),
    },
  ];
}

async function decisionsShown(tx: Tx, kase: Case) {
  const shown = (d: SubsidyDecision, of: { id: string; kind: string; kindZh: string; madeAt: string }) => ({
    ...of,
    kindZh: `${kinds[d.kind]}：${of.kindZh}`,
    asOf: d.asOf,
    outcome: d.outcome,
    amountFen: d.amountFen,
    effectiveMonth: d.effectiveMonth,
    clauses: d.clauses,
    breakdown: d.breakdown,
    note: null,
  });
  const stored = (await decisionsOfCase(tx, kase.id)).map((d) =>
    shown(d.decision as SubsidyDecision, { id: d.id, kind: d.kind, kindZh: '审定', madeAt: d.madeAt }),
  );
  if (kase.closedAt || tx.actor.kind === 'resident') return stored;
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return stored;
  const preview = computed.value.decisions.map((d) =>
    shown(d, { id: `preview-${d.kind}`, kind: 'preview', kindZh: '当前核算（未作决定）', madeAt: tx.now }),
  );
  return [...stored, ...preview];
}

/** Those who pay need to know what was granted and paid, not how a person is. */
async function sectionsForPayers(tx: Tx, kase: Case) {
  const entitlements = await entitlementsOfPerson(tx, kase.applicantPersonId);
  return {
    entitlement: entitlements.find((e) => e.programme.startsWith('disability-')) ?? null,
    payments: (await paymentsOfPerson(tx, kase.applicantPersonId)).items,
  };
}

/** The federation looks at the certificate: not at the family's hardship, not at money. */
function sectionsForFederation(tx: Tx, kase: Case, known: Known) {
  const form = formOf(kase);
  return {
    facts: [
      {
        title: '申请人',
        rows: [
          { label: '姓名', value: form.applicant.name },
          { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        ],
      },
      { title: '残疾人证', rows: certificateShown(tx, known) },
    ],
  };
}

export async function subsidySections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  if (isOneOf(tx.actor, ['finance-clerk', 'finance-reviewer'])) return sectionsForPayers(tx, kase);
  const known = await knownOf(tx, kase.applicantPersonId);
  if (isOneOf(tx.actor, ['federation-officer'])) return sectionsForFederation(tx, kase, known);
  const form = formOf(kase);
  const resident = tx.actor.kind === 'resident';
  const filing = await filingShown(tx, kase.id);
  const mine = (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter((e) => e.programme.startsWith('disability-'));
  return {
    facts: [
      { title: '申请人', rows: formShown(form, tx.divisions.fullName(kase.division)) },
      ...(filing ? [{ title: '异地受理', rows: filing }] : []),
      { title: '残疾人证', rows: certificateShown(tx, known) },
      ...(resident ? [] : [{ title: '其他待遇（由数据得知）', rows: statusShown(known) }]),
    ],
    ...(resident ? {} : { nationwide: await nationwideShown(tx, kase, isOneOf(tx.actor, nationwideAskers)) }),
    decisions: await decisionsShown(tx, kase),
    notice: await noticeOfCase(tx, kase.id),
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
    entitlement: mine[0] ?? null,
    payments: mine.length > 0 ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
