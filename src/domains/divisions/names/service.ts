/** 地名命名更名 (PN-01) as a service item: form, flow and handlers together, and what its case shows. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { ok } from '../../../kernel/result/index.ts';
import { type Case, caseEvents, defineFlowImplementation, officeOf } from '../../../kernel/service/server.ts';
import { type FactGroup, shown } from '../requests/handlers.ts';
import { findingsOfCase, namingActions } from './actions.ts';
import { NamingApplication, nameOf, namingSteps, openNaming } from './application.ts';
import { type Clock, clockOf } from './clocks.ts';
import { namingFlow } from './flow.ts';
import { type Naming, namingColumns } from './namings.ts';
import { personNames } from './rules.ts';
import { spell } from './spelling.ts';
import { approvalOf, categories, namingKinds } from './terms.ts';

const verdicts = { refuse: '不能用', reason: '须写明理由', warn: '请注意' } as const;

/** In plain words, for the applicant as for the officer. */
async function findingsShown(tx: Tx, kase: Case): Promise<FactGroup> {
  const findings = await findingsOfCase(tx, kase);
  const rows = findings.ok ? findings.value.map(({ verdict, zh }) => ({ label: verdicts[verdict], value: zh })) : [];
  return { title: '规则审查', rows: rows.length > 0 ? rows : [{ label: '结果', value: '没有发现不符合规则的地方。' }] };
}

const clockZh = ({ dueOn, doneOn, lateDays, daysLeft }: Clock, done: string): string => {
  if (doneOn) return `${longDate(doneOn)}${done}${lateDays > 0 ? `，逾期${lateDays}天` : ''}`;
  if (dueOn === null) return '备案以后15日以内';
  return `${longDate(dueOn)}前${lateDays > 0 ? `，已逾期${lateDays}天` : `，还有${daysLeft}天`}`;
};

/** What follows the approval. Residents may not read the table: what they see of it is in the register. */
async function namingShown(tx: Tx, kase: Case): Promise<FactGroup[]> {
  const naming = await tx.maybe<Naming>(sql`select ${namingColumns} from place_naming n where n.case_id = ${kase.id}`);
  if (!naming) return [];
  return [
    {
      title: '批准以后',
      rows: [
        { label: '批准', value: `${naming.approver}，${naming.documentNo}，${longDate(naming.approvedOn)}` },
        { label: '备案', value: clockZh(clockOf(naming.fileDueOn, naming.filedOn, tx.today), '备案') },
        { label: '公告', value: clockZh(clockOf(naming.announceDueOn, naming.announcedOn, tx.today), '公告') },
        ...(naming.announcement ? [{ label: '公告内容', value: naming.announcement }] : []),
      ],
    },
  ];
}

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const form = kase.form as NamingApplication;
  const { specific, generic } = form;
  const supplements = (await caseEvents(tx, kase.id)).filter(
    ({ action }) => action === 'recordOpinions' || action === 'recordAssessment',
  );
  const facts: FactGroup[] = [
    {
      title: `${namingKinds[form.kind]}：${nameOf(form)}`,
      rows: [
        { label: '类别', value: categories[form.category] },
        { label: '批准权限', value: approvalOf[form.category].zh },
        ...(form.present ? [{ label: '现在的名称', value: form.present }] : []),
        ...(specific && generic
          ? [
              { label: '专名、通名', value: `${specific}、${generic}` },
              { label: '读音', value: spell(specific, generic).reading },
              { label: '专名是不是人名', value: personNames[form.person] },
            ]
          : []),
        { label: '在哪里', value: `${tx.divisions.fullName(form.division)}，${form.whereabouts}` },
        ...(form.widthMetres ? [{ label: '宽度', value: `${form.widthMetres}米` }] : []),
        ...(form.lengthMetres ? [{ label: '长度', value: `${form.lengthMetres}米` }] : []),
        ...(form.areaMetres ? [{ label: '占地面积', value: `${form.areaMetres}平方米` }] : []),
        ...(form.meaning ? [{ label: '含义', value: form.meaning }] : []),
        { label: '理由', value: form.reason },
      ],
    },
    ...(kase.closedAt ? [] : [await findingsShown(tx, kase)]),
    ...(await namingShown(tx, kase)),
    ...(supplements.length > 0
      ? [
          {
            title: '论证和意见',
            rows: supplements.map(({ onDate, opinion }) => ({ label: longDate(onDate), value: opinion ?? '' })),
          },
        ]
      : []),
    {
      title: '申请人',
      rows: [
        ...(form.applicant.unit ? [{ label: '单位', value: form.applicant.unit }] : []),
        { label: '经办人', value: form.applicant.name },
        { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        { label: '手机', value: maskPhone(form.applicant.phone) },
      ],
    },
  ];
  return shown(tx, kase, facts);
}

defineFlowImplementation({
  flow: namingFlow,
  form: () => NamingApplication,
  formSteps: namingSteps,
  forOthers: true,
  open: (tx, _item, form) => openNaming(tx, form as unknown as NamingApplication),
  async opened(tx, kase) {
    const { papers } = kase.form as NamingApplication;
    const bound = await bindFiles(tx, papers, { caseId: kase.id, personId: kase.applicantPersonId, division: kase.division });
    if (!bound.ok) return bound;
    await notify(tx, {
      to: { performer: 'county-clerk', division: officeOf('county-clerk', kase.division) },
      template: 'place-naming.todo',
      params: { name: nameOf(kase.form as NamingApplication), step: namingFlow.steps.submitted.zh },
      caseId: kase.id,
    });
    return ok(null);
  },
  actions: namingActions,
  sections,
});
