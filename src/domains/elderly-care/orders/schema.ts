/** What is filled in of an order, by whoever has it in hand. */
import { z } from 'zod';
import {
  choice,
  Division,
  FileRef,
  Mobile,
  PlainDateText,
  PositionText,
  ResidentId,
  Uuid,
} from '../../../kernel/schema/index.ts';
import { funds } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
export const optional = (label: string, max: number, more: object = {}) =>
  z
    .string()
    .trim()
    .max(max, `不超过${max}个字`)
    .optional()
    .meta({ label, protect: true, ...more });

const [FIRST_HOUR, LAST_HOUR] = [6, 20];
/** The half hours at which a service may begin. */
export const times: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: (LAST_HOUR - FIRST_HOUR) * 2 + 1 }, (_, i) => {
    const time = `${String(FIRST_HOUR + Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`;
    return [time, time];
  }),
);

export const phone = Mobile;
export const when = {
  itemId: Uuid.meta({ label: '服务项目' }),
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  time: choice(times).meta({ label: '几点', choices: times, help: '助急马上派人，不看时间' }),
  minutes: z.int('请填写整数').min(15).max(480).optional().meta({ label: '几分钟', help: '不填的按项目一般的时长' }),
};
const home = {
  address: text('上门地址', 120, 4).meta({ protect: true, help: '护理员照着能找到门' }),
  phone: phone.meta({ label: '联系电话', protect: true }),
  note: optional('要交代护理员的', 200),
};
const yesNo = { yes: '可以', no: '须同性' } as const;
export const fund = choice(funds)
  .default('public')
  .meta({ label: '政府购买额度', choices: funds, help: '额度不够的、没有额度的，由本人付；有消费券的自动抵一部分' });
const anySex = choice(yesNo).default('no').meta({ label: '须同性的项目，异性护理员', choices: yesNo });

/** By an elder himself, or by a relative whom the register knows. */
export const OnlineOrder = z.strictObject({
  idNumber: ResidentId.optional().meta({ label: '老人身份证号码', protect: true, help: '给自己约的不填' }),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  ...when,
  ...home,
  fund,
  anySex,
  position: PositionText.optional().meta({ label: '住处的位置', help: '现在就在家里的，定位一次，派人更快' }),
});
export type OnlineOrder = z.infer<typeof OnlineOrder>;

export const NewOrder = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: text('老人姓名', 50),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  ...when,
  ...home,
  fund,
  anySex,
  position: PositionText.optional().meta({ label: '住处的位置', help: '在老人家里登记的，定位一次' }),
});
export type NewOrder = z.infer<typeof NewOrder>;

export const Acceptance = z.strictObject({
  position: PositionText.optional().meta({ label: '住处的位置', help: '派单按远近，签到按这个位置核对；不知道的先不填' }),
});
export const Reason = z.strictObject({ reason: text('原因', 200, 2) });
export const Assignment = z.strictObject({ workerId: Uuid.meta({ label: '派给谁' }) });

/** Kept on the phone where there is no network: when it was pressed, and the ticket of the server by which that is believed. */
export const Stamp = z.strictObject({ at: z.iso.datetime({ offset: true }), ticket: z.string().max(200) });
export type Stamp = z.infer<typeof Stamp>;
const stamped = { stamp: Stamp };
export const CheckIn = z.strictObject({
  position: PositionText.meta({ label: '现在的位置', help: '在老人家门口定位' }),
});
export const CheckOut = z.strictObject({
  position: PositionText.meta({ label: '现在的位置' }),
  done: text('做了什么', 300, 2).meta({ widget: 'textarea', protect: true }),
  photo: FileRef.optional().meta({ label: '服务后的照片', paper: 'visit-photo' }),
  reason: optional('时间不够的原因', 200, { help: '不到最短时长的填写' }),
});
export const Absence = z.strictObject({
  position: PositionText.meta({ label: '现在的位置', help: '在老人家门口定位' }),
  note: text('敲门、打电话的情况', 200, 4).meta({ protect: true }),
});
export const SentCheckIn = z.strictObject({ ...CheckIn.shape, ...stamped });
export const SentCheckOut = z.strictObject({ ...CheckOut.shape, ...stamped });
export const SentAbsence = z.strictObject({ ...Absence.shape, ...stamped });

export const Extension = z.strictObject({
  minutes: z.int('请填写整数').min(15, '至少15分钟').max(240, '最多240分钟').meta({ label: '比预约多几分钟' }),
  agreed: choice({ yes: '老人当面同意' }).meta({ label: '老人', choices: { yes: '老人当面同意' } }),
});
export const Unwell = z.strictObject({ note: text('老人的情况', 200, 2).meta({ protect: true }) });

const accepted = { yes: '认可', no: '不认可' } as const;
export const CallBack = z.strictObject({
  code: z
    .string()
    .regex(/^\d{6}$/, '确认码是6位数字')
    .meta({ label: '老人报出的确认码', help: '在老人的短信和服务单上' }),
  shortAccepted: choice(accepted)
    .optional()
    .meta({ label: '时间不够的原因', choices: accepted, help: '写了原因的，问老人认不认可' }),
});
export const VillageAsked = z.strictObject({
  who: text('问了谁', 30, 2).meta({ protect: true, help: '老人本人，或者在场的家属' }),
  shortAccepted: CallBack.shape.shortAccepted,
});
export const Evaluation = z.strictObject({
  stars: choice({ '5': '很好', '4': '好', '3': '一般', '2': '不好', '1': '很不好' }).meta({
    label: '服务怎么样',
    choices: { '5': '很好', '4': '好', '3': '一般', '2': '不好', '1': '很不好' },
  }),
  said: optional('想说的话', 300, { widget: 'textarea' }),
});
export const Dispute = z.strictObject({ dispute: text('哪里不对', 500, 4).meta({ widget: 'textarea', protect: true }) });
const decisions = { pay: '服务属实，照付', refuse: '不予结算' } as const;
export const Decision = z.strictObject({
  decision: choice(decisions).meta({ label: '处理结果', choices: decisions }),
  grounds: text('依据', 300, 4).meta({ widget: 'textarea' }),
});
