/** 免费配置 as a service item: form, flow and handlers together. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { decisionShown, decisionsOfCase, defineReplay, yuan } from '../../../kernel/policy/server.ts';
import { maskIdNumber, maskPhone } from '../../../kernel/protect/index.ts';
import { communicationRows } from '../../../kernel/resident/index.ts';
import { type Case, defineFlowImplementation } from '../../../kernel/service/server.ts';
import { fittingActions } from './fitting-actions.ts';
import { FittingApplication, fittingSteps, openFitting } from './fitting-application.ts';
import { assessmentOf, planOf } from './fitting-facts.ts';
import { fittingFlow } from './fitting-flow.ts';
import { fittingRules } from './fitting-rules.ts';
import { findItem } from './store.ts';
import { cycleExceptions, deviceKinds } from './terms.ts';

interface FactGroup {
  title: string;
  rows: { label: string; value: string }[];
}

/** The body's functions and the home are for those who fit; the county decides by the advice. */
async function assessmentShown(tx: Tx, kase: Case): Promise<FactGroup[]> {
  const assessment = await assessmentOf(tx, kase);
  if (!assessment) return [];
  const fits = isOneOf(tx.actor, ['device-technician', 'device-station-clerk']);
  return [
    {
      title: '适配评估',
      rows: [
        ...(fits
          ? [
              { label: '身体功能状况', value: assessment.functions },
              { label: '居家环境', value: assessment.environment },
              { label: '身高、体重', value: `${assessment.heightCm}厘米，${assessment.weightKg}公斤` },
            ]
          : []),
        { label: '适配建议', value: assessment.advice },
        ...(assessment.exception === 'none' ? [] : [{ label: '提前更换', value: cycleExceptions[assessment.exception] }]),
      ],
    },
  ];
}

async function sections(tx: Tx, kase: Case): Promise<Record<string, unknown>> {
  const form = kase.form as FittingApplication;
  const plan = await planOf(tx, kase);
  const facts: FactGroup[] = [
    {
      title: '使用辅具的人',
      rows: [
        { label: '姓名', value: form.applicant.name },
        { label: '身份证号码', value: maskIdNumber(form.applicant.idNumber) },
        { label: '手机', value: maskPhone(form.applicant.phone) },
        ...communicationRows(form.applicant.communication),
        { label: '住址', value: tx.divisions.fullName(kase.division) },
      ],
    },
    {
      title: '需要',
      rows: [
        { label: '种类', value: deviceKinds[form.kind] },
        { label: '情况', value: form.need },
      ],
    },
    ...(tx.actor.kind === 'resident' ? [] : await assessmentShown(tx, kase)),
  ];
  if (plan)
    facts.push({
      title: '配置方案',
      rows: [
        { label: '型号', value: (await findItem(tx, plan.itemCode))?.name ?? plan.itemCode },
        { label: '报价', value: yuan(plan.quotedFen) },
        { label: '来源', value: plan.source === 'stock' ? '网点库存' : '定制或采购' },
      ],
    });
  const decisions = (await decisionsOfCase(tx, kase.id)).map((d) =>
    decisionShown(d, d.kind === 'final' ? '县级审批' : '方案核对'),
  );
  return { facts, documents: await documentsShown(tx, kase), ...(tx.actor.kind === 'resident' ? {} : { decisions }) };
}

defineFlowImplementation({
  flow: fittingFlow,
  form: () => FittingApplication,
  formSteps: fittingSteps,
  forOthers: true,
  open: (tx, _item, form) => openFitting(tx, form as unknown as FittingApplication),
  actions: fittingActions,
  sections,
});

defineReplay({ rule: fittingRules.current.name, book: fittingRules });
