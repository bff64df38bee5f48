/** 异地医疗报销帮办 (EC-040): words, forms, and who helps. */
import { z } from 'zod';
import type { Performer } from '../../../kernel/access/index.ts';
import { choice, Division, Mobile } from '../../../kernel/schema/index.ts';

export const careKinds = {
  inpatient: '在外地住院',
  outpatient: '在外地看门诊、慢性病',
  medicine: '在外地药店买药',
  filing: '长住外地，要备案',
} as const;
export type CareKind = keyof typeof careKinds;

export const papers = {
  card: '社保卡和身份证',
  invoice: '发票',
  list: '费用清单',
  summary: '出院小结或病历',
  diagnosis: '诊断证明',
  bank: '银行卡',
  proxy: '委托书和代办人身份证',
  filing: '异地就医备案表',
} as const;
export type Paper = keyof typeof papers;

export const outcomes = { done: '代办好了', transferred: '转给医保经办机构' } as const;
export type Outcome = keyof typeof outcomes;

const note = (label: string, help: string, min = 2) =>
  z.string().trim().min(min, `请写明${label}`).max(1000, '不超过1000字').meta({ label, help, widget: 'textarea', protect: true });

const asked = {
  division: Division.meta({ label: '现在住在哪里', help: '到村（社区）', widget: 'division' }),
  kind: choice(careKinds).meta({ label: '哪种情况', choices: careKinds }),
  place: z
    .string()
    .trim()
    .min(2, '请写明在哪里看的病')
    .max(60)
    .meta({ label: '在哪里看的病', protect: true, help: '哪个市、哪家医院' }),
  matter: note('卡在哪里', '什么时候看的，花了大概多少，哪一步不会办；不用上传发票'),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
};
export const OwnHelp = z.strictObject(asked);
export const CalledHelp = z.strictObject({
  name: z.string().trim().min(2, '请填写姓名').max(50).meta({ label: '谁看的病', protect: true }),
  ...asked,
});
export const Guide = z.strictObject({
  papers: z
    .array(choice(papers))
    .min(1, '至少一样')
    .max(8)
    .meta({ label: '要带哪些材料', choices: papers, help: '原件老人自己保管，不收、不拍照' }),
  said: note('怎么指导的', '去哪里办、先后次序、还差什么', 4),
});
export const Ended = z.strictObject({
  outcome: choice(outcomes).meta({ label: '结果', choices: outcomes }),
  said: note('办得怎样', '代办的写明哪天、报了多少；转办的写明转给哪个窗口、谁接的', 4),
});

export const helpers = ['township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
export const operators = ['hotline-agent'] as const satisfies readonly Performer[];
export const helpReaders = [...helpers, ...operators, 'township-leader', 'county-leader'] as const satisfies readonly Performer[];
