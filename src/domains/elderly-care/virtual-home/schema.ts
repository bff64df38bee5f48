/** What is filled in of a virtual nursing home. */
import { z } from 'zod';
import {
  choice,
  Division,
  FenAmount,
  Mobile,
  PlainDateText,
  ResidentId,
  Uuid,
  YearMonthText,
} from '../../../kernel/schema/index.ts';
import { when } from '../orders/schema.ts';
import { callOutcomes } from './terms.ts';

const text = (label: string, max: number, min = 2) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const count = (label: string, unit: string, max: number) => z.int('请填写整数').min(0).max(max).default(0).meta({ label, unit });

const asked = {
  providerId: Uuid.meta({ label: '哪家服务商' }),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  address: text('住址', 120, 4).meta({ protect: true, help: '上门的人照着能找到门' }),
  phone: Mobile.meta({ label: '联系电话', protect: true }),
  wishes: text('想要哪些服务', 500, 4).meta({
    widget: 'textarea',
    protect: true,
    help: '例如“每周打扫一次，中午送饭，每周打一次电话，装一个呼叫器”',
  }),
};
export const OwnMember = z.strictObject(asked);
export const NewMember = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: text('老人姓名', 50, 1),
  ...asked,
});
const packageShape = {
  orders: count('每月上门服务', '次', 200),
  meals: count('每月助餐', '餐', 62),
  calls: count('每月关怀电话', '次', 62),
  visits: count('每月上门探访', '次', 31),
  device: choice({ yes: '要', no: '不要' }).meta({ label: '紧急呼叫设备', choices: { yes: '要', no: '不要' } }),
  fee: FenAmount.max(10_000_00, '服务费过高，请核对').meta({ label: '月服务费', help: '不收的填0；上门服务、助餐另按价格算' }),
  note: text('和老人、家属商量的结果', 300, 4).meta({ widget: 'textarea' }),
};
export const Joining = z.strictObject(packageShape);
export const Replan = z.strictObject({ from: YearMonthText.meta({ label: '从哪个月起', widget: 'month' }), ...packageShape });
export const Ended = z.strictObject({ reason: text('原因', 200) });
export const CareCall = z.strictObject({
  outcome: choice(callOutcomes).meta({ label: '结果', choices: callOutcomes }),
  said: z
    .string()
    .trim()
    .max(300, '不超过300个字')
    .default('')
    .meta({ label: '说了什么', widget: 'textarea', protect: true, help: '有事要办的写明，乡镇（街道）会收到' }),
});
export const Paid = z.strictObject({
  on: PlainDateText.meta({ label: '哪天收的', widget: 'date' }),
  how: text('怎么收的', 60).meta({ help: '例如“现金，收据0087号”' }),
});
/** An order for a member: where he lives is known. */
export const MemberOrder = z.strictObject({
  ...when,
  note: z.string().trim().max(200).default('').meta({ label: '要交代护理员的', protect: true }),
});
