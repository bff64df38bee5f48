/** 社区康复 as a service item: form, flow and handlers together, and what each reader sees of a case. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { type Case, defineFlowImplementation } from '../../../kernel/service/server.ts';
import { rehabActions } from './actions.ts';
import { openRehab, RehabApplication, type RehabForm, rehabSteps } from './application.ts';
import { rehabFlow } from './flow.ts';
import { absencesOf, findInstitution, findRehabCase, recordsOf, sessionsOf, staffOf } from './store.ts';
import { diagnosisGroups, sources } from './terms.ts';

/** Diagnosis and risk: the first check needs them, then the referral, then the treating body. */
const mayReadHealth = (tx: Tx, kase: Case): boolean =>
  isOneOf(tx.actor, ['rehab-worker']) ||
  (isOneOf(tx.actor, ['township-clerk']) && (kase.state === 'submitted' || kase.state === 'atMedical')) ||
  (isOneOf(tx.actor, ['county-clerk']) && kase.state === 'registered');

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const form = kase.form as RehabForm;
  const rehab = await findRehabCase(tx, kase.id);
  const institution = rehab?.institutionId ? await findInstitution(tx, rehab.institutionId) : null;
  const row = (label: string, value: string | null | undefined) => (value ? [{ label, value }] : []);
  const facts = [
    {
      title: '需要服务的人',
      rows: [
        { label: '姓名', value: form.applicant.name },
        { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        { label: '联系电话', value: maskPhone(form.applicant.phone) },
        { label: '住址', value: tx.divisions.fullName(kase.division) },
        { label: '怎么提出的', value: sources[form.source] },
        {
          label: '知情同意',
          value: form.consent === 'none' ? '还没有取得' : form.consent === 'self' ? '本人同意' : '监护人同意',
        },
      ],
    },
    ...(mayReadHealth(tx, kase)
      ? [
          {
            title: '初核情况',
            rows: [
              ...row('诊断类别', form.diagnosis && diagnosisGroups[form.diagnosis]),
              ...row('危险性等级', form.check && `${form.check.riskLevel}级`),
            ],
          },
        ].filter((g) => g.rows.length > 0)
      : []),
    ...(rehab
      ? [
          {
            title: '进展',
            rows: [
              { label: '登记', value: `${rehab.registeredOn}（期限${rehab.registerDue}）` },
              ...row('转介', rehab.referredOn ? `${rehab.referredOn}（期限${rehab.referDue}）` : `期限${rehab.referDue}`),
              ...row('服务机构', institution && `${institution.name}，电话${institution.telephone}`),
              ...row('接收', rehab.acceptedOn),
              ...row('签订计划', rehab.planSignedOn),
              ...row('最近一次阶段评估', rehab.lastStageOn),
              ...row('撤回同意', rehab.consentWithdrawnOn),
              ...row('结案', rehab.closedOn),
            ],
          },
        ]
      : []),
  ];
  const documents = await documentsShown(tx, kase);
  if (!isOneOf(tx.actor, ['rehab-worker']) || !rehab) return { facts, documents };
  const staff = await staffOf(tx, tx.actor.unitId!, Number(tx.today.slice(0, 4)) - 1);
  return {
    facts,
    rehab: {
      records: await recordsOf(tx, kase.id),
      sessions: await sessionsOf(tx, kase.id),
      staff: staff.map(({ id, name }) => ({ id, name })),
      absences: (await absencesOf(tx, [kase.applicantPersonId])).map(({ kind, from, to }) => ({ kind, from, to })),
      open: kase.state === 'serving' || kase.state === 'renewing',
    },
  };
}

defineFlowImplementation({
  flow: rehabFlow,
  form: () => RehabApplication,
  formSteps: rehabSteps,
  forOthers: true,
  open: (tx, _item, form) => openRehab(tx, form as unknown as RehabApplication),
  // 别的机构的人不知道有这一件。
  mayOpen: async (tx, kase) =>
    !isOneOf(tx.actor, ['rehab-worker']) ||
    (tx.actor.unitId !== null && (await findRehabCase(tx, kase.id))?.institutionId === tx.actor.unitId),
  actions: rehabActions,
  sections,
});
