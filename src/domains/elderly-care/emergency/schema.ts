/** Shapes of the emergency desk: what is filled in. */
import { z } from 'zod';
import { choice, Division, Mobile, PlainDateText, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { ContactList } from '../register/contacts.ts';
import { deviceKinds, responderKinds, signalKinds, terrains } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
const optional = (label: string, max: number, more: object = {}) =>
  z
    .string()
    .trim()
    .max(max, `不超过${max}个字`)
    .optional()
    .meta({ label, protect: true, ...more });

/** What a device sends. A repeat of the same `signalId` is the same signal. */
export const Signal = z.strictObject({
  signalId: z.string().regex(/^[A-Za-z0-9_-]{6,64}$/, '上报编号为6到64位字母、数字、横线'),
  kind: choice(signalKinds),
  deviceAt: z.iso.datetime({ offset: true, error: '设备时间格式不正确' }).optional(),
  battery: z.number().int().min(0).max(100).optional(),
});
export type Signal = z.infer<typeof Signal>;

export const NewHome = z.strictObject({
  idNumber: ResidentId.meta({ label: '老年人身份证号码', protect: true, widget: 'id-card' }),
  name: text('老年人姓名', 50),
  division: Division.meta({ label: '住在哪个村（社区）', widget: 'division' }),
  terrain: choice(terrains).meta({ label: '住处', choices: terrains, help: '决定多久应当到场' }),
  address: text('详细住址', 120, 4).meta({ protect: true, help: '救援的人照着能找到门' }),
  phone: Mobile.optional().meta({ label: '本人电话', protect: true }),
  key: optional('备用钥匙在谁那里', 80),
  health: optional('要告诉救援人员的病史、用药', 200, { help: '本人另行同意才填写' }),
  contacts: ContactList.meta({ label: '紧急联系人', help: '出事时先打给谁，按先后填。村里登记过的不用再填；填了以这次的为准' }),
  consentOn: PlainDateText.meta({ label: '本人签署开通同意书的日期', widget: 'date' }),
});
export type NewHome = z.infer<typeof NewHome>;
/** What is sealed of a home, whole. */
export type Sheet = Pick<NewHome, 'address' | 'phone' | 'key' | 'health'>;

/** 演练 can be given every signal that is a call. */
const { test: _, heartbeat: __, battery: ___, ...callSignals } = signalKinds;
export const NewDrill = z.strictObject({
  division: Division.meta({ label: '假设发生在哪个村（社区）', widget: 'division' }),
  terrain: choice(terrains).meta({ label: '那里是', choices: terrains, help: '决定多久应当到场' }),
  signal: choice(callSignals).meta({ label: '什么报警', choices: callSignals }),
  scenario: text('假设的情形', 300, 8).meta({ widget: 'textarea', help: '例如：独居老人夜里在卫生间摔倒，起不来' }),
});
export const DrillEnd = z.strictObject({
  findings: text('查出的问题', 500, 4).meta({ widget: 'textarea', help: '哪一步慢了、电话打不通、不知道派谁；没有的写没有问题' }),
  measures: text('怎么改', 500, 2).meta({ widget: 'textarea' }),
});

export const Ending = z.strictObject({ reason: text('原因', 200, 2) });
export const NewDevice = z.strictObject({
  sn: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{6,40}$/, '序列号为6到40位字母、数字、横线')
    .meta({ label: '序列号', help: '照设备标签填写' }),
  kind: choice(deviceKinds).meta({ label: '设备', choices: deviceKinds }),
  maker: z.string().trim().max(40, '不超过40个字').optional().meta({ label: '厂家', help: '谁的平台；同一家写成一样' }),
  spot: z.string().trim().max(40, '不超过40个字').optional().meta({ label: '装在哪里', help: '例如 床头、卫生间' }),
});
export const NewResponder = z.strictObject({
  division: Division.meta({ label: '村（社区）', widget: 'division' }),
  kind: choice(responderKinds).meta({ label: '是什么人', choices: responderKinds }),
  name: text('姓名', 30),
  phone: Mobile.meta({ label: '电话', protect: true }),
  rank: z.number().int('请填写整数').min(1).max(99).meta({ label: '第几个叫', help: '近的在前' }),
});

export const NewCall = z.strictObject({
  idNumber: ResidentId.optional().meta({ label: '老年人身份证号码', protect: true, help: '知道的填写，登记过的自动带出住处' }),
  division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }),
  said: text('说了什么', 500, 2).meta({ widget: 'textarea', protect: true }),
});

export const yesNo = { yes: '有人应答', no: '无人应答' } as const;
export const Classify = z.strictObject({
  level: choice({ '1': '一级（危及生命）', '2': '二级（紧急）', '3': '三级（一般）' }).meta({
    label: '级别',
    choices: { '1': '一级（危及生命）', '2': '二级（紧急）', '3': '三级（一般）' },
  }),
  answered: choice(yesNo).meta({ label: '回拨老人', choices: yesNo, help: '无人应答的一律按一级' }),
  note: optional('情况', 300, { widget: 'textarea' }),
});
export const HelpAnswer = z.strictObject({
  no: z.number().int().min(1),
  answer: choice({ accepted: '接受', declined: '谢绝' }).meta({ label: '对方', choices: { accepted: '接受', declined: '谢绝' } }),
});
export const Resolve = z.strictObject({ result: text('怎样处置的', 500, 4).meta({ widget: 'textarea', protect: true }) });
export const CallBack = z.strictObject({ result: text('回访情况', 300, 2).meta({ widget: 'textarea', protect: true }) });
export const FalseAlarm = z.strictObject({
  spoke: choice({ yes: '已与老人通话，平安' }).meta({ label: '核实', choices: { yes: '已与老人通话，平安' } }),
  note: optional('说明', 200),
});
export const Merge = z.strictObject({ into: Uuid.meta({ label: '并入哪一个呼叫' }) });
