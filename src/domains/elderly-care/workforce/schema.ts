/** What is filled in of months, training and subsidies. */
import { z } from 'zod';
import { choice, FenAmount, PlainDateText, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { classKinds } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
const day = (label: string) => PlainDateText.meta({ label, widget: 'date' });

export const MonthRow = z.strictObject({
  attended: z.int('请填写整数').min(0, '不能是负数').max(31, '不超过31天').meta({ label: '直接照护出勤', unit: '天' }),
  insured: z.boolean().meta({ label: '缴了社保' }),
  pay: FenAmount.meta({ label: '应发工资' }),
});
/** A month of one body; rows by the id of the post. */
export const MonthSheet = z.strictObject({
  month: YearMonthText.meta({ label: '哪个月', widget: 'month' }),
  rows: z.record(Uuid, MonthRow),
});

export const NewClass = z.strictObject({
  kind: choice(classKinds).meta({ label: '哪一种培训', choices: classKinds }),
  name: text('培训班名称', 60, 4),
  place: text('在哪里上课', 60, 2),
  hours: z.int('请填写整数').min(1, '至少1学时').max(400, '不超过400学时').meta({ label: '一共几学时' }),
  from: day('哪天开班'),
  to: day('哪天结束'),
});
const ways = { in: '签到', out: '签退' } as const;
export const Scan = z.strictObject({
  code: z.string().trim().max(200).meta({ label: '证书码', help: '扫学员的证书码，或者照着输12位字符' }),
  way: choice(ways).meta({ label: '签到还是签退', choices: ways }),
});
export const ClassClosed = z.strictObject({
  failed: text('考试不合格的', 500)
    .optional()
    .meta({ label: '考试不合格的', help: '写姓名，用顿号隔开，同名的写证书码；都合格的不填' }),
});

export const NewTraining = z.strictObject({
  kind: choice(classKinds).meta({ label: '哪一种培训', choices: classKinds }),
  name: text('培训名称', 60, 4),
  hours: z.int('请填写整数').min(1, '至少1学时').max(400, '不超过400学时').meta({ label: '学时' }),
  endedOn: day('哪天结束'),
  proof: text('结业证明', 100, 4).meta({ label: '结业证明', help: '谁发的、编号' }),
});
export const TrainingConfirmed = z.strictObject({ seen: text('看了什么', 200, 4) });

export const NewClaim = z.strictObject({
  noOtherMoney: z.boolean().optional().meta({ label: '没有用过别的财政培训资金' }),
});
export const LineStruckForm = z.strictObject({ worker: Uuid, reason: text('原因', 200, 4) });
export type LineStruck = z.output<typeof LineStruckForm>;
