/** 急难报告表: what can be said on the spot in a minute. No residence, no income, no consent is asked; somebody without a paper gets a temporary number. */
import { z } from 'zod';
import { choice, Division, FileRef, Mobile, ResidentId } from '../../../../kernel/schema/index.ts';
import { emergencyCauses, tiers } from '../terms.ts';

export const EmergencyAid = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, '请填写姓名，不知道的写“不详”')
    .max(50)
    .meta({ label: '谁遇到急难', help: '写一位当事人；不知道姓名的写“不详”' }),
  idNumber: ResidentId.optional().meta({
    label: '身份证号码',
    help: '没有证件或记不清的不用填',
    protect: true,
    widget: 'id-card',
  }),
  sex: choice({ male: '男', female: '女' }).optional().meta({ label: '性别', help: '没有证件时填' }),
  age: z.int().min(0).max(120).optional().meta({ label: '大约年龄', unit: '岁', help: '没有证件时填' }),
  phone: Mobile.optional().meta({ label: '联系电话', protect: true }),
  division: Division.meta({ label: '发生在哪个村（社区）', help: '按急难发生的地方，不看户籍', widget: 'division' }),
  cause: choice(emergencyCauses).meta({ label: '什么事' }),
  persons: z.int().min(1, '至少1人').max(30, '不超过30人').meta({ label: '几个人受困', unit: '人' }),
  tier: choice(tiers).meta({ label: '困难程度' }),
  what: z.string().trim().min(4, '请简单写明情况').max(500).meta({ label: '情况', widget: 'textarea' }),
  photo: FileRef.optional().meta({ label: '现场照片', paper: 'scene-photo' }),
  reportId: z.uuid().optional().meta({ label: '急难报告编号' }),
});
export type EmergencyAid = z.infer<typeof EmergencyAid>;
