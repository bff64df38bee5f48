/** Every shape of the visits, once. */
import { z } from 'zod';
import { choice, FileRef, PlainDateText } from '../../../kernel/schema/index.ts';
import { hazards, modes, needs, noAnswerOutcomes, outcomes, urgencies } from './terms.ts';

const instant = z.iso.datetime({ offset: true });
const flag = (label: string, help?: string) =>
  z
    .boolean()
    .default(false)
    .meta({ label, protect: true, ...(help ? { help } : {}) });
const lately = (label: string, help: string) =>
  PlainDateText.optional().meta({ label, help, widget: 'date', format: 'plain-date', protect: true });

/** 探访情况: what no other record tells. */
export const RiskInput = z.strictObject({
  suddenIllness: flag('有可能突然危及生命的病', '例如心梗、脑梗、哮喘'),
  dementia: flag('失智'),
  hazard: flag('住房有隐患', '漏雨、危房、电线老化、燃气'),
  unreachable: flag('半小时内没有人能赶到'),
  onlyChildLost: flag('计划生育特殊家庭', '卫健部门名单上的'),
  contactOn: lately('最近一次和子女联系', '不清楚的不用填'),
  dischargedOn: lately('最近一次出院', '90天以内的填'),
  bereavedOn: lately('老伴或者子女去世', '90天以内的填'),
});
export type RiskInput = z.infer<typeof RiskInput>;

/** What a phone sends of one visit; the times are those of its clock. */
export const VisitInput = z.strictObject({
  personId: z.uuid(),
  mode: choice(modes),
  outcome: choice(outcomes),
  startedAt: instant,
  endedAt: instant,
  /** `latitude,longitude,metres`, as a form's position. */
  position: z
    .string()
    .regex(/^-?\d{1,2}\.\d{1,6},-?\d{1,3}\.\d{1,6},\d{1,5}$/)
    .optional(),
  needs: z.array(choice(needs)).max(6).default([]),
  urgency: choice(urgencies).default('normal'),
  note: z.string().trim().max(300, '不超过300字').default(''),
  photos: z.array(FileRef).max(1).default([]),
});
export type VisitInput = z.infer<typeof VisitInput>;

const text = (label: string, help: string) =>
  z.string().trim().min(4, `请写明${label}（至少4个字）`).max(300, '不超过300字').meta({ label, help, widget: 'textarea' });

const verdicts = { valid: '属实，算数', invalid: '不属实，不算' } as const;
export const JudgeInput = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核实结果' }),
  note: text('怎么核实的', '打电话问了谁、看了什么'),
});
export const LowerInput = z.strictObject({ note: text('降级的理由', '例如：出院三个月，恢复得好') });
export const HandOverInput = z.strictObject({
  holderId: z.string().min(1, '请选择联系人').meta({ label: '交给谁' }),
  note: text('交接说明', '老人的习惯、要当心的事、钥匙在谁那里'),
});
export const CalledInput = z.strictObject({
  note: text('打给了谁、怎么说', '本人、紧急联系人、邻居，逐个写'),
});
export const PassOnInput = z.strictObject({});
export const FoundInput = z.strictObject({
  outcome: choice(noAnswerOutcomes).meta({ label: '结果' }),
  note: text('经过', '在哪里找到的、人怎么样'),
});
export const GiveInput = z.strictObject({
  owner: z.string().trim().min(2, '请写明谁来办').max(60).meta({ label: '谁来办', help: '人名或者单位，例如：镇社工站 宋晓' }),
  dueOn: PlainDateText.meta({ label: '哪天前办完', widget: 'date', format: 'plain-date' }),
});
export const CloseInput = z.strictObject({ result: text('办理结果', '做了什么，老人满意不满意') });
export const WarningInput = z.strictObject({
  hazard: choice(hazards).meta({ label: '什么天气' }),
});
