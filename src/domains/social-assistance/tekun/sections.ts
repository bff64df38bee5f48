/** What the pages of the 特困 cases show beside the engine's own parts. Identity numbers, accounts and telephones are masked here, always. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import { type DecisionKind, decisionKinds, yuan } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, caseEvents, noticeOfCase } from '../../../kernel/service/server.ts';
import { factsShown, objectionsShown } from '../dibao/sections.ts';
import { familyOf, membersShown } from '../family/people.ts';
import { urbanRural } from '../family/terms.ts';
import { papersShown, preview, storedDecisions } from '../procedure/shown.ts';
import { visitsOf } from '../procedure/visit.ts';
import { verificationShown } from '../verification/server.ts';
import { changeKinds } from './application.ts';
import { computeArrival, moveShown } from './arrival.ts';
import { capacityHint } from './capacity-hint.ts';
import { changeFormOf } from './change-actions.ts';
import { computeTekun, supportersOf, tekunFormOf } from './facts-of-case.ts';
import { spotCheckOf } from './spot-check.ts';
import { agreementOf, assessmentsOf, findProfile, openWish } from './store.ts';
import * as terms from './terms.ts';
import { isArrival, isSupervised } from './yearly.ts';

interface FactGroup {
  title: string;
  rows: { label: string; value: string }[];
}

const kindNames = { ...decisionKinds, reviewed: '新的意见', final: '审核认定' } as const;
const ruleNames: Readonly<Record<string, string>> = {
  'tekun-stop': '终止决定',
  'tekun-care': '生活自理能力评估',
};
const partNames: Readonly<Record<string, string>> = { 'tekun-month': '基本生活费', 'tekun-care-month': '照料护理费' };
const kindName = (kind: DecisionKind, rule: string): string =>
  ruleNames[rule] ?? (partNames[rule] ? `${kindNames[kind]}：${partNames[rule]}` : kindNames[kind]);

async function supportersShown(tx: Tx, kase: Case): Promise<FactGroup> {
  const { isVerified, supporters } = await supportersOf(tx, kase);
  const form = tekunFormOf(kase);
  const assets = (low: boolean | null) => (low === null ? '财产待核实' : low ? '财产符合低收入规定' : '财产超过低收入规定');
  return {
    title: isVerified ? '核实的法定义务人' : '法定义务人：申报和核对的情况（待核实）',
    rows: [
      ...supporters.map((s) => ({
        label: `${terms.supporterRelations[s.relation]} ${s.name ?? ''}`,
        value: [
          s.birthDate ? `${s.birthDate.slice(0, 4)}年生` : '年龄待核实',
          s.monthlyIncomeFen === null ? '收入待核实' : `每月${yuan(s.monthlyIncomeFen)}`,
          assets(s.assetsLow),
          s.disability && s.disability !== 'none' ? terms.supporterDisabilities[s.disability] : '',
          s.status && s.status !== 'none' ? terms.supporterStatuses[s.status] : '',
        ]
          .filter(Boolean)
          .join('，'),
      })),
      ...(supporters.length === 0 ? [{ label: '义务人', value: '没有' }] : []),
      { label: '申请时的供养意愿', value: terms.wishes[form.tekun.wish] },
    ],
  };
}

/** The 供养档案 of a person, for officers and for the person: mode, grade, caregiver, wish. */
async function profileShown(tx: Tx, personId: string) {
  const profile = await findProfile(tx, personId);
  if (!profile) return null;
  const [assessments, agreement, wish] = [
    await assessmentsOf(tx, profile.id),
    await agreementOf(tx, profile.id),
    await openWish(tx, profile.id),
  ];
  return {
    stateZh: terms.profileStates[profile.state],
    modeZh: terms.careModes[profile.mode],
    gradeZh: profile.grade && terms.selfCareGrades[profile.grade],
    capacityHint: await capacityHint(tx, profile),
    fromMonth: profile.fromMonth,
    lastMonth: profile.lastMonth,
    endZh: profile.endReason && terms.endReasons[profile.endReason],
    standardZh: urbanRural[profile.urbanRural],
    wishZh: wish && terms.wishes[wish.wish],
    waitingZh: wish?.waitingReason ? terms.waitingReasons[wish.waitingReason] : null,
    agreement:
      agreement && agreement.lastMonth === null
        ? {
            caregiver: agreement.content.caregiver,
            relation: agreement.content.relation,
            phone: maskPhone(agreement.content.phone),
            payFen: agreement.content.payFen,
            duties: agreement.content.duties,
            signedOn: agreement.signedOn,
          }
        : null,
    assessments: assessments.map((a) => ({
      on: a.assessedOn,
      gradeZh: terms.selfCareGrades[a.grade],
      effectiveMonth: a.effectiveMonth,
      organisation: a.content.organisation,
      items: (Object.keys(terms.careItems) as terms.CareItem[]).map((i) => ({
        zh: terms.careItems[i],
        able: a.content.items[i],
      })),
    })),
    benefits: (await entitlementsOfPerson(tx, personId))
      .filter((e) => e.programme === 'tekun' || e.programme === 'tekun-care')
      .map((e) => ({
        zh: e.programmeZh,
        fromMonth: e.fromMonth,
        toMonth: e.toMonth,
        amountFen: e.amountFen ?? e.versions.at(-1)?.amountFen ?? 0,
        /** What is decided for a month to come. */
        next: e.versions.find((v) => v.fromMonth > monthOf(tx.today)) ?? null,
        state: e.state,
      })),
  };
}

const payers = ['finance-clerk', 'finance-reviewer'] as const;

/** A month has two payments, base and care, to two accounts: each says which it is. */
const paymentsShown = async (tx: Tx, personId: string) =>
  (await paymentsOfPerson(tx, personId)).items
    .filter((p) => p.programmeZh.startsWith('特困'))
    .map((p) => ({ ...p, stateZh: `${p.programmeZh}，${p.stateZh}` }));

export async function tekunSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  if (isOneOf(tx.actor, payers))
    return { notice: await noticeOfCase(tx, kase.id), payments: await paymentsShown(tx, kase.applicantPersonId) };
  const resident = tx.actor.kind === 'resident';
  const form = tekunFormOf(kase);
  const family = await familyOf(tx, kase, form);
  const stored = await storedDecisions(tx, kase, kindName);
  const open = kase.closedAt === null && !resident && !['assessing', 'arranging'].includes(kase.state);
  const computed = open ? await computeTekun(tx, kase) : null;
  const draw = resident ? null : await spotCheckOf(tx, kase.id);
  return {
    facts: [
      ...factsShown(tx, form, kase.division),
      await supportersShown(tx, kase),
      ...(draw
        ? [
            {
              title: '县级抽查',
              rows: [
                { label: '抽签结果', value: draw.drawn ? '抽中，须县级入户' : '没有抽中' },
                { label: '怎么抽的', value: `${draw.year}年全县第${draw.position}件，抽签号${draw.lot}，抽查比例${draw.rate}` },
              ],
            },
          ]
        : []),
    ],
    members: await membersShown(tx, family),
    verification: await verificationShown(tx, kase.id),
    visits: resident
      ? []
      : (await visitsOf(tx, kase)).map((v) => ({
          ...v,
          surveyors: v.surveyors.map((s) => s.name),
          signed: v.signature !== undefined,
        })),
    notice: await noticeOfCase(tx, kase.id),
    objections: resident ? [] : await objectionsShown(tx, kase.id),
    ...(await papersShown(tx, kase)),
    decisions: computed?.ok ? [...stored, preview(tx, computed.value.decision)] : stored,
    tekun: await profileShown(tx, kase.applicantPersonId),
    payments: await paymentsShown(tx, kase.applicantPersonId),
  };
}

export async function changeSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const form = changeFormOf(kase);
  const ended = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'stop');
  const advice = (ended?.data as { advice?: string } | undefined)?.advice;
  const stored = await storedDecisions(tx, kase, kindName);
  const waits = kase.state === 'submitted' || kase.state === 'arriving' || kase.state === 'confirming';
  const here =
    waits && (isArrival(kase) || isSupervised(kase)) && tx.actor.kind === 'staff' ? await computeArrival(tx, kase) : null;
  return {
    facts: [
      {
        title: '报告的变化',
        rows: [
          { label: '特困人员', value: `${form.person.name} ${maskIdNumber(form.person.idNumber)}` },
          { label: '什么变化', value: changeKinds[form.kind] },
          ...(form.ground ? [{ label: '原因', value: terms.stopGrounds[form.ground] }] : []),
          { label: '具体情况', value: form.detail },
        ],
      },
      ...(advice ? [{ title: '终止后的救助（建议）', rows: [{ label: '按现有材料', value: advice }] }] : []),
    ],
    moved: await moveShown(tx, kase),
    decisions: here?.ok ? [...stored, preview(tx, here.value.decision)] : stored,
    tekun: await profileShown(tx, kase.applicantPersonId),
    notice: await noticeOfCase(tx, kase.id),
    objections: tx.actor.kind === 'resident' ? [] : await objectionsShown(tx, kase.id),
    ...(await papersShown(tx, kase)),
  };
}
