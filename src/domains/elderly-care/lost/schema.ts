/** Every shape of the search for the lost, once. */
import { z } from 'zod';
import { choice, Division, FileRef, Mobile, PositionText, Uuid } from '../../../kernel/schema/index.ts';
import { Stamp } from '../orders/schema.ts';
import { conditions, consentWays, receivers, sexes } from './terms.ts';

const text = (label: string, max: number, min = 2) => z.string().trim().min(min, `请写明${label}`).max(max, `不超过${max}字`);
const ago = (label: string) => z.int('请填写整数').min(0).max(10_080).default(0).meta({ label, unit: '分钟' });

/** 走失人的样子. What a stranger needs to know him, apart from what only those who go out may know. */
export const Sheet = z.strictObject({
  name: text('姓名', 50).meta({ label: '姓名', protect: true }),
  sex: choice(sexes).meta({ label: '性别', choices: sexes }),
  age: z.int('请填写整数').min(40).max(120).meta({ label: '年龄', unit: '岁' }),
  looks: text('样子', 200, 4).meta({ label: '样子', widget: 'textarea', help: '身高、胖瘦、头发、口音；不写病情' }),
  wearing: text('穿戴', 200).meta({ label: '穿戴', widget: 'textarea', help: '上衣、裤子、鞋、帽子、带着什么' }),
  lastPlace: text('最后在哪里见到', 100).meta({ label: '最后在哪里见到' }),
  lonLat: z
    .string()
    .trim()
    .regex(/^\d{2,3}(\.\d{1,6})?[,，]\s?\d{1,2}(\.\d{1,6})?$/, '请按“114.3210,29.8520”填写')
    .optional()
    .meta({ label: '那里的经纬度', help: '经度在前；不填的按住处，住处也没有的不画图' }),
  minutesAgo: ago('多少分钟以前见到的').meta({ label: '多少分钟以前见到的', unit: '分钟' }),
  care: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ label: '照护要点', widget: 'textarea', protect: true, help: '病情、用药、怎么叫得应；只给去找的人看，从不公开' }),
  contactName: text('联系人', 50).meta({ label: '联系人', protect: true }),
  contactPhone: Mobile.meta({ label: '联系人电话', protect: true }),
  photo: FileRef.optional().meta({ label: '照片', paper: 'lost-photo' }),
  photoConsent: z
    .string()
    .trim()
    .max(50)
    .optional()
    .meta({ label: '谁同意用照片', help: '有照片的必须填，例如：女儿夏小燕，电话里同意' }),
});
export type Sheet = z.output<typeof Sheet>;
/** From a call: where it is known already. */
export const NewSearch = Sheet.extend({ division: Division.meta({ label: '最后见到的村（社区）', widget: 'division' }) });
export const Correction = Sheet.omit({ minutesAgo: true, photo: true, photoConsent: true });

export const Police = z.strictObject({
  who: text('接警人', 50).meta({ label: '接警人', help: '姓名或者警号、哪个派出所' }),
  minutesAgo: z.int('请填写整数').min(0).max(720).default(0).meta({ label: '多少分钟以前报的', unit: '分钟' }),
});
export const Publish = z.strictObject({
  consentBy: text('谁同意的', 50).meta({ label: '谁同意的', protect: true, help: '家属的姓名和关系' }),
  way: choice(consentWays).meta({ label: '怎么同意的', choices: consentWays }),
  photo: choice({ yes: '同意放照片', no: '不放照片' }).meta({ label: '照片', choices: { yes: '同意放照片', no: '不放照片' } }),
});
export const TakeDown = z.strictObject({ why: text('为什么撤', 100).meta({ label: '为什么撤' }) });
export const FarPlace = z.strictObject({
  name: text('哪里', 60).meta({ label: '哪里', help: '从前的家、车站、常去的地方' }),
  division: Division.meta({ label: '由哪个村（社区）去找', widget: 'division' }),
});
export const Give = z.strictObject({
  division: Division.meta({ label: '由哪个村（社区）去找', widget: 'division' }),
  team: z.string().trim().max(60).optional().meta({ label: '哪些人去', help: '例如：网格员老柯带志愿者3人' }),
});

const place = { position: PositionText.optional().meta({ label: '现在的位置' }), stamp: Stamp };
const told = {
  who: z.string().trim().max(50).optional().meta({ label: '谁看到的', protect: true, help: '别人告诉您的填写姓名、电话' }),
};
export const SeenForm = z.strictObject({
  what: text('看到的情况', 200).meta({ label: '在哪里、往哪边走了', widget: 'textarea' }),
  ...told,
  position: place.position,
});
export const SearchedForm = z.strictObject({
  what: z.string().trim().max(200).default('').meta({ label: '怎么找的', help: '走了哪几条路，问了谁' }),
  position: place.position,
});
export const FoundForm = z.strictObject({
  where: text('在哪里找到的', 100).meta({ label: '在哪里找到的' }),
  condition: choice(conditions).meta({ label: '人怎么样', choices: conditions }),
  position: place.position,
});
export const SentSeen = SeenForm.extend({ stamp: Stamp });
export const SentSearched = SearchedForm.extend({ stamp: Stamp });
export const SentFound = FoundForm.extend({ stamp: Stamp });

export const HandOver = z.strictObject({
  to: choice(receivers).meta({ label: '交给谁', choices: receivers }),
  who: text('接的人', 50).meta({ label: '接的人', protect: true, help: '姓名，和老人的关系或者单位' }),
  note: text('核对情况', 200).meta({ label: '核对情况', widget: 'textarea', help: '怎么核对是本人、是家属' }),
});
export const FollowUp = z.strictObject({
  note: text('回访情况', 300, 4).meta({
    label: '回访情况',
    widget: 'textarea',
    protect: true,
    help: '人现在怎么样，怎么防止再走失',
  }),
});
export const Reason = z.strictObject({ note: text('情况', 200, 4).meta({ label: '情况', widget: 'textarea' }) });
export const ById = z.strictObject({ id: Uuid });
