/** What the page of an assessment shows, to whom. Items are read by those who assess and review; the level by the person and the office; nobody else. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { type AnyForm, isObjection } from './application.ts';
import { itemsOf, sectionKeys, sections } from './items.ts';
import { adjustments, levels, riskKinds } from './rules.ts';
import { scoreOf, scoreText } from './score.ts';
import { type Assessment, assessmentOfCase } from './store.ts';
import { places, reasons } from './terms.ts';

interface Rows {
  title: string;
  rows: { label: string; value: string }[];
}

function applied(tx: Tx, kase: Case): Rows {
  const form = kase.form as AnyForm;
  const own = tx.actor.kind === 'resident';
  return {
    title: '要评估的老人',
    rows: [
      { label: '姓名', value: form.applicant.name },
      { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
      { label: '手机', value: isOneOf(tx.actor, ['capacity-assessor']) ? form.applicant.phone : maskPhone(form.applicant.phone) },
      ...communicationRows(form.applicant.communication),
      { label: '住在', value: tx.divisions.fullName(kase.division) },
      isObjection(form)
        ? { label: '异议理由', value: own || mayReadItems(tx) ? form.objection : '只有经办人员看得到' }
        : { label: '为什么评估', value: reasons[form.reason] },
    ],
  };
}

const mayReadItems = (tx: Tx): boolean => isOneOf(tx.actor, ['capacity-assessor', 'county-confirmer', 'county-clerk']);
const mayReadLevel = (tx: Tx): boolean =>
  tx.actor.kind === 'resident' || mayReadItems(tx) || isOneOf(tx.actor, ['township-clerk']);

const sent = (assessment: Assessment): Rows => ({
  title: '评估安排',
  rows: [
    { label: '评估人员', value: assessment.assessorNames.join('、') },
    { label: '上门日期', value: longDate(assessment.plannedOn) },
  ],
});

function conclusion({ content, validFrom, validTo, toldOn }: Assessment): Rows {
  const { result } = content!;
  return {
    title: '评估结论',
    rows: [
      { label: '等级', value: `${result.final}级，${levels[result.final]}` },
      { label: '总分', value: `${result.total}分（满分90分）` },
      ...(toldOn ? [{ label: '告知日期', value: longDate(toldOn) }] : []),
      ...(validFrom && validTo ? [{ label: '有效期', value: `${longDate(validFrom)}至${longDate(validTo)}` }] : []),
    ],
  };
}

/** For those who answer for it: how the level came about, and every item. */
function details({ content }: Assessment): Rows[] {
  const { result, scores, diagnoses, riskEvents, coma, place, startTime, endTime, doubts } = content!;
  const events = Object.entries(riskEvents).filter(([, n]) => (n ?? 0) > 0);
  return [
    {
      title: '等级怎么算出来的',
      rows: [
        { label: '初步等级', value: `${result.preliminary}级，${levels[result.preliminary]}` },
        { label: '等级变更', value: result.adjustments.map((key) => adjustments[key]).join('；') || '没有' },
        { label: '疾病诊断', value: diagnoses.map((d) => [d.code, d.source].filter(Boolean).join('，')).join('；') || '没有' },
        {
          label: '近30天风险事件',
          value: events.map(([kind, n]) => `${riskKinds[kind as keyof typeof riskKinds]}${n}次`).join('、') || '没有',
        },
        { label: '昏迷', value: coma ? '是' : '否' },
        { label: '时间、地点', value: `${startTime}至${endTime}，${places[place]}` },
        ...(doubts.length > 0 ? [{ label: '提示过再核对', value: doubts.join('；') }] : []),
      ],
    },
    ...sectionKeys.map((section) => ({
      title: `${sections[section]}（${result.subtotals[section]}分）`,
      rows: itemsOf(section).map(([key, item]) => ({ label: item.zh, value: scoreText(item, scoreOf(scores, section, key)) })),
    })),
  ];
}

export async function assessmentSections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const assessment = await assessmentOfCase(tx, kase.id);
  const told = assessment?.content && (assessment.toldOn !== null || mayReadItems(tx));
  const concluded = told && mayReadLevel(tx) ? [conclusion(assessment)] : [];
  const own = tx.actor.kind === 'resident';
  return {
    // 老人自己看的：结论不收在“我申报的内容”里
    ...(own ? { concluded } : {}),
    facts: [
      applied(tx, kase),
      ...(assessment ? [sent(assessment)] : []),
      ...(own ? [] : concluded),
      ...(told && mayReadItems(tx) ? details(assessment) : []),
    ],
    papers: isOneOf(tx.actor, ['village-worker'])
      ? []
      : (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
  };
}
