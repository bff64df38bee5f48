/** 健康档案: what somebody lets others know of the own health, and for what. Pure. */
import { z } from 'zod';
import { choice } from '../schema/index.ts';

/** What it may be opened for; nothing else opens it. */
export const healthPurposes = { institution: '住的养老机构照护时看', emergency: '呼救时给应急坐席看' } as const;
export type HealthPurpose = keyof typeof healthPurposes;

export const chronicIllnesses = {
  hypertension: '高血压',
  diabetes: '糖尿病',
  heart: '冠心病、心脏病',
  stroke: '脑卒中',
  lung: '慢性支气管炎、慢阻肺',
  dementia: '认知障碍',
  parkinson: '帕金森病',
  kidney: '肾病',
  cancer: '肿瘤',
  bones: '骨质疏松、关节病',
  other: '其他',
} as const;
export type ChronicIllness = keyof typeof chronicIllnesses;

const words = (label: string, help: string) =>
  z.string().trim().max(500, '不超过500个字').default('').meta({ label, help, widget: 'textarea', protect: true });

const content = {
  chronic: z
    .array(choice(chronicIllnesses))
    .max(11)
    .default([])
    .meta({ label: '慢性病', choices: chronicIllnesses, protect: true }),
  allergies: words('过敏', '对什么药、什么吃的过敏；没有的写“没有”'),
  medicines: words('长期吃的药', '药名、一天几次；没有的不用写'),
  more: words('还要让照护、救援的人知道的', '例如：装了起搏器、左耳听不见'),
  purposes: z
    .array(choice(healthPurposes))
    .min(1, '请选给谁用')
    .max(2)
    .meta({ label: '同意给谁用', choices: healthPurposes, help: '只有选了的才看得到，每次看都有记录；随时可以撤回' }),
};

export const OwnHealth = z.strictObject({
  ...content,
  agreed: z.literal(true, '请先同意').meta({ label: '我同意登记以上健康信息，只用于选的用途' }),
});
/** On a signed paper: of somebody who has no phone. */
export const PaperHealth = z.strictObject({
  ...content,
  signedBy: z
    .string()
    .trim()
    .min(2, '请写明谁签的字')
    .max(40)
    .meta({ label: '谁签的同意书', protect: true, help: '老人本人或监护人，写明关系' }),
  signed: z.literal(true, '请先签同意书').meta({ label: '纸质的单独同意书已签字，存档' }),
});

export interface HealthContent {
  readonly chronic: readonly ChronicIllness[];
  readonly allergies: string;
  readonly medicines: string;
  readonly more: string;
}

/** As it is read, line by line; what was left empty is not said. */
export const healthRows = (of: HealthContent): { label: string; value: string }[] =>
  [
    { label: '慢性病', value: of.chronic.map((key) => chronicIllnesses[key]).join('、') },
    { label: '过敏', value: of.allergies },
    { label: '长期吃的药', value: of.medicines },
    { label: '还要知道的', value: of.more },
  ].filter(({ value }) => value !== '');

/** What somebody reads of the own file. */
export interface MyHealth {
  readonly rows: { label: string; value: string }[];
  readonly purposes: string[];
  readonly givenAt: string;
  readonly by: string;
}
