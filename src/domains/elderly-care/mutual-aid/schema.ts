/** What is filled in of mutual aid. */
import { z } from 'zod';
import { choice, Division, PlainDateText, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { aidKinds, helperKinds } from './terms.ts';

const text = (label: string, max: number, min = 2) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const time = (label: string) =>
  z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填写几点几分，例如09:30')
    .meta({ label, help: '例如09:30' });

const wish = {
  kind: choice(aidKinds).meta({ label: '要人帮什么', choices: aidKinds }),
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  time: time('几点'),
  note: z
    .string()
    .trim()
    .max(200, '不超过200个字')
    .default('')
    .meta({ label: '要交代的', widget: 'textarea', protect: true, help: '住在哪一户、要买什么、有什么要当心' }),
};
export const OwnAid = z.strictObject(wish);
export const NewAid = z.strictObject({
  idNumber: ResidentId.meta({ label: '老人身份证号码', protect: true, widget: 'id-card' }),
  name: text('老人姓名', 50, 1),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  ...wish,
});
export const Assigned = z.strictObject({ helperId: Uuid.meta({ label: '谁去帮' }) });
export const Done = z.strictObject({
  on: PlainDateText.meta({ label: '哪一天', widget: 'date' }),
  from: time('从几点'),
  to: time('到几点'),
  place: text('在哪里', 60).meta({ help: '例如“老人家里”“镇卫生院”' }),
  code: z
    .string()
    .trim()
    .regex(/^(\d{6})?$/, '确认码是6位数字')
    .default('')
    .meta({ label: '老人报的确认码', help: '做完了老人愿意报的填上，当场确认；没有的不填，等老人或者村里确认' }),
});
export const Ended = z.strictObject({ reason: text('原因', 200) });
export const Asked = z.strictObject({ who: text('问了谁', 30).meta({ help: '老人本人，或者在场的家属' }) });

const helper = {
  kind: choice(helperKinds).meta({ label: '是哪一类', choices: helperKinds }),
  offers: text('能帮什么', 100).meta({ help: '例如“代买、打扫，平日下午有空”' }),
};
export const OwnHelper = z.strictObject(helper);
export const NewHelper = z.strictObject({
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  name: text('姓名', 50, 1),
  ...helper,
});
export const HelperCheck = z.strictObject({
  note: text('怎么核实的', 200).meta({ help: '本人来过、村里了解的情况' }),
});
export const Redemption = z.strictObject({
  points: z.int('请填写整数').min(1, '至少1分').max(10_000).meta({ label: '用多少分', unit: '分' }),
  what: text('换什么', 60).meta({ help: '例如“洗衣液一桶”“给家里老人理发一次”' }),
});
