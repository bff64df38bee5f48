/** What the page of a 低保 case shows beside the engine's own parts. Identity numbers and accounts are masked here, always. */
import { z } from 'zod';
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { type EntitlementId, type EntitlementView, getEntitlement, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { decisionKinds, decisionShown, decisionsOfCase, type StoredDecision, yuan } from '../../../kernel/policy/server.ts';
import { maskAccount, maskIdNumber, maskName, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import { type DivisionCode, type FormField, formOf as fieldsOf } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents, furtherAnswers, noticeOfCase, objectionsOfCase } from '../../../kernel/service/server.ts';
import { categoryOfItem, isRecognition, recognitionNames } from '../classification/categories.ts';
import type { AssistanceDecision, Classification } from '../classification/classify.ts';
import { classificationNow, computeDecision } from '../classification/compute.ts';
import { conferenceOfCase } from '../conference/views.ts';
import { AssistanceApplication, nameIn, situationFields } from '../family/application.ts';
import type { Situation } from '../family/declared.ts';
import { formOf } from '../family/facts-of-case.ts';
import { withNames } from '../family/income-account.ts';
import { familyOf, membersShown } from '../family/people.ts';
import * as terms from '../family/terms.ts';
import { helpOfCase } from '../help/views.ts';
import { visitsOf } from '../procedure/visit.ts';
import { recognitionOfCase } from '../recognition/store.ts';
import { verificationShown } from '../verification/server.ts';
import { adviceOf, computedAs } from './advice.ts';

interface FactGroup {
  title: string;
  rows: { label: string; value: string }[];
}

const shownKinds = { preview: '当前核算（未作决定）', ...decisionKinds } as const;

const employmentNames = { ...terms.employments, child: '未成年' } as const;

const questions = fieldsOf(AssistanceApplication);
const situationQuestions = fieldsOf(z.object(situationFields));
type Listed = 'incomes' | 'farms' | 'deposits' | 'houses' | 'vehicles' | 'firms' | 'expenses' | 'obligors';

/** What this page has words of its own for, or leaves to another part of it. */
const TOLD: {
  readonly form: readonly (keyof AssistanceApplication)[];
  readonly situation: readonly (keyof typeof situationFields)[];
} & { readonly [K in Listed]: readonly (keyof AssistanceApplication[K][number])[] } = {
  form: [
    ...(['applicant', 'applyAs', 'members', 'apart', 'incomes', 'farms', 'deposits', 'houses', 'vehicles', 'firms'] as const),
    ...(['expenses', 'obligors', 'staffRelative', 'account', 'consents', 'papers', 'promise'] as const),
  ],
  situation: ['student', 'employment', 'workCapacity', 'exemptReason', 'disability', 'disabilityLevel', 'seriousIllness'],
  incomes: ['member', 'type', 'amountFen', 'per'],
  farms: ['member', 'kind', 'scale', 'lossPercent'],
  deposits: ['member', 'kind', 'valueFen'],
  houses: ['member', 'areaSqm'],
  vehicles: ['member', 'kind', 'valueFen'],
  firms: ['member', 'paidInFen', 'employees'],
  expenses: ['member', 'class', 'totalFen', 'reimbursedFen'],
  obligors: [
    ...(['name', 'relation', 'idNumber', 'phone', 'supports', 'mustSupport', 'householdSize'] as const),
    ...(['monthlyIncomeFen', 'division', 'urbanRural'] as const),
  ],
};

/** What the family declares. What this page has no words for is said by the form's own. */
export function factsShown(tx: Tx, form: AssistanceApplication, division: DivisionCode): FactGroup[] {
  const { fullName } = tx.divisions;
  const further = (fields: readonly FormField[], answers: object, told: readonly string[]): string =>
    furtherAnswers(fields, answers as Record<string, unknown>, told, fullName)
      .map(({ label, value }) => (value === '是' ? `，${label}` : `，${label}：${value}`))
      .join('');
  /** At the end of a line what else was answered in this row of the form: `，经鉴定是危房`. */
  const more = <K extends Listed>(list: K, row: AssistanceApplication[K][number]): string =>
    further(questions.find((field) => field.name === list)?.fields ?? [], row, TOLD[list] as readonly string[]);
  const name = nameIn(form);
  const { applicant } = form;
  const situation = (p: Situation): string =>
    [
      employmentNames[p.employment],
      terms.workCapacities[p.workCapacity],
      p.student === 'none' ? '' : terms.studentStages[p.student],
      p.disability === 'none'
        ? ''
        : `${terms.disabilityTypes[p.disability as keyof typeof terms.disabilityTypes]}残疾${'零一二三四'[Number(p.disabilityLevel ?? 0)]}级`,
      p.seriousIllness ? '重特大疾病' : '',
    ]
      .filter(Boolean)
      .join('，') + further(situationQuestions, p, TOLD.situation);
  const groups: FactGroup[] = [
    {
      title: '申请人',
      rows: [
        { label: '姓名', value: applicant.name },
        { label: '身份证号码', value: maskIdNumber(applicant.idNumber) },
        { label: '手机', value: maskPhone(applicant.phone) },
        ...communicationRows(applicant.communication),
        { label: '住址', value: fullName(division) },
        { label: '城乡类别', value: terms.urbanRural[applicant.urbanRural] },
        { label: '本人情况', value: situation(applicant) },
        ...(form.applyAs === 'family' ? [] : [{ label: '单人申请', value: terms.ownGrounds[form.applyAs] }]),
        { label: '收款账户', value: `${form.account.bank} ${maskAccount(form.account.number)}（${form.account.holder}）` },
      ],
    },
    {
      title: `共同生活的家人（${form.members.length}人）`,
      rows: form.members.map((m) => ({
        label: `${terms.relations[m.relation]} ${m.name}`,
        value: [
          maskIdNumber(m.idNumber),
          situation(m),
          m.livesTogether ? '' : '不住在一起',
          m.status === 'none' ? '' : terms.countingStatuses[m.status],
        ]
          .filter(Boolean)
          .join('，'),
      })),
    },
    { title: '户籍上有、没有写上的家人', rows: form.apart ? [{ label: '申请人的说明', value: form.apart }] : [] },
    {
      title: '申报的收入',
      rows: [
        ...form.incomes.map((i) => ({
          label: `${name(i.member)} ${terms.incomeTypes[i.type]}`,
          value: `${yuan(i.amountFen)}${i.per === 'month' ? '／月' : '（12个月合计）'}${more('incomes', i)}`,
        })),
        ...form.farms.map((f) => ({
          label: `${name(f.member)} ${terms.farmKinds[f.kind]}`,
          value: `${f.scale}${terms.farmRates[f.kind].unit}${f.lossPercent > 0 ? `，受灾${f.lossPercent}%` : ''}${more('farms', f)}`,
        })),
      ],
    },
    {
      title: '申报的财产',
      rows: [
        ...form.deposits.map((d) => ({
          label: `${name(d.member)} ${terms.financialKinds[d.kind]}`,
          value: `${yuan(d.valueFen)}${more('deposits', d)}`,
        })),
        ...form.houses.map((h) => ({
          label: `${name(h.member)} 住房`,
          value: `${h.areaSqm}平方米${more('houses', h)}`,
        })),
        ...form.vehicles.map((v) => ({
          label: `${name(v.member)} ${terms.vehicleKinds[v.kind]}`,
          value: `${yuan(v.valueFen)}${more('vehicles', v)}`,
        })),
        ...form.firms.map((f) => ({
          label: `${name(f.member)} 店铺、公司`,
          value: `实缴${yuan(f.paidInFen)}，雇员${f.employees}人${more('firms', f)}`,
        })),
      ],
    },
    {
      title: '看病、康复、上学等支出',
      rows: form.expenses.map((e) => ({
        label: `${name(e.member)} ${terms.expenseClasses[e.class]}`,
        value: `总共${yuan(e.totalFen)}，已报销${yuan(e.reimbursedFen)}${more('expenses', e)}`,
      })),
    },
    {
      title: '不住在一起的赡养、抚养人',
      rows: form.obligors.map((o) => ({
        label: o.name,
        value: `赡养、抚养${name(o.supports)}；${o.householdSize}口人，每月${yuan(o.monthlyIncomeFen)}，一共要赡养、抚养${o.mustSupport}人${more('obligors', o)}`,
      })),
    },
  ];
  if (form.staffRelative.is)
    groups.push({ title: '近亲属备案', rows: [{ label: form.staffRelative.name, value: form.staffRelative.relation }] });
  groups.push({ title: '其他申报', rows: furtherAnswers(questions, form, TOLD.form, fullName) });
  return groups.filter((g) => g.rows.length > 0);
}

/** Whose signature a file is; a file is called 签名.png whoever signed. */
const signerOf = (form: AssistanceApplication, file: string): string | null => {
  const signed = form.consents.find((c) => c.signature === file);
  return signed ? nameIn(form)(signed.member) : null;
};

/** What the family is recognised as, in words, where the decision recognises and pays nothing. */
const recognisedAs = ({ category }: AssistanceDecision): string | null =>
  isRecognition(category) ? recognitionNames[category] : null;

/** While nobody has decided, the computation as it stands now; afterwards the decisions as they were made. */
async function decisionsShown(tx: Tx, kase: Case, stored: readonly StoredDecision[]) {
  const nameOf = nameIn(formOf(kase));
  const shown = stored.map((d) => ({
    ...decisionShown(d, shownKinds[d.kind]),
    kind: d.kind as keyof typeof shownKinds,
    account: d.decision.account ? withNames(d.decision.account, nameOf) : null,
    computedAs: computedAs(d.decision as AssistanceDecision, categoryOfItem(kase.itemId)),
    recognition: recognisedAs(d.decision as AssistanceDecision),
    note: adviceOf(d.decision as AssistanceDecision, nameOf),
  }));
  if (kase.closedAt || tx.actor.kind === 'resident') return shown;
  const computed = await computeDecision(tx, kase);
  if (!computed.ok) return shown;
  const { decision } = computed.value;
  return [
    ...shown,
    {
      id: 'preview',
      kind: 'preview' as const,
      kindZh: shownKinds.preview,
      asOf: decision.asOf,
      outcome: decision.outcome,
      amountFen: decision.amountFen,
      effectiveMonth: decision.effectiveMonth,
      clauses: decision.clauses,
      breakdown: decision.breakdown,
      account: withNames(decision.account, nameOf),
      computedAs: computedAs(decision, categoryOfItem(kase.itemId)),
      recognition: recognisedAs(decision),
      note: adviceOf(decision, nameOf),
      madeAt: tx.now,
    },
  ];
}

/** As the decision found it; while nobody has decided, as it stands. Applicants are told once the township has given its opinion. */
async function classificationShown(tx: Tx, kase: Case, stored: readonly StoredDecision[]): Promise<Classification | null> {
  const decided = (stored.at(-1)?.decision as AssistanceDecision | undefined)?.classification;
  if (decided) return decided;
  return kase.closedAt || tx.actor.kind === 'resident' ? null : classificationNow(tx, kase);
}

/** Only those who answer the objection learn whose it is: neighbours, the village among them, do not. */
const answersObjections = ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'] as const;

export async function objectionsShown(tx: Tx, caseId: string) {
  const objections = await objectionsOfCase(tx, caseId);
  return isOneOf(tx.actor, answersObjections)
    ? objections
    : objections.map((o) => ({ ...o, name: maskName(o.name), phone: maskPhone(o.phone) }));
}

/** Those who pay need to know what was granted and paid, not how a family lives. */
const payers = ['finance-clerk', 'finance-reviewer'] as const;

/** What this case has granted: the household may receive by another case, too (单人保). */
async function grantedBy(tx: Tx, kase: Case): Promise<EntitlementView | null> {
  const confirmed = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'confirm');
  const id = confirmed?.data?.entitlementId as EntitlementId | undefined;
  const entitlement = id ? await getEntitlement(tx, id) : null;
  return entitlement?.ok ? entitlement.value : null;
}

async function sectionsForPayers(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const entitlement = await grantedBy(tx, kase);
  return {
    notice: await noticeOfCase(tx, kase.id),
    entitlement,
    payments: entitlement ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}

export async function dibaoSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  if (isOneOf(tx.actor, payers)) return sectionsForPayers(tx, kase);
  const form = formOf(kase);
  const family = await familyOf(tx, kase, form);
  const resident = tx.actor.kind === 'resident';
  const verification = await verificationShown(tx, kase.id);
  const objections = resident ? [] : await objectionsShown(tx, kase.id);
  const stored = await decisionsOfCase(tx, kase.id);
  const entitlement = await grantedBy(tx, kase);
  return {
    facts: factsShown(tx, form, kase.division),
    members: await membersShown(tx, family),
    verification,
    visits: resident
      ? []
      : (await visitsOf(tx, kase)).map((v) => ({
          ...v,
          surveyors: v.surveyors.map((s) => s.name),
          signed: v.signature !== undefined,
        })),
    decisions: await decisionsShown(tx, kase, stored),
    classification: await classificationShown(tx, kase, stored),
    recognition: await recognitionOfCase(tx, kase.id),
    help: await helpOfCase(tx, kase),
    conference: await conferenceOfCase(tx, kase),
    notice: await noticeOfCase(tx, kase.id),
    objections,
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({
      id: f.id,
      zh: f.paper,
      name: signerOf(form, f.id) ?? f.name,
      url: `/api/files/${f.id}`,
    })),
    documents: await documentsShown(tx, kase),
    entitlement,
    payments: entitlement ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
