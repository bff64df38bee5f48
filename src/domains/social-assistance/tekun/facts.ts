/** 特困认定事实: the family's facts, with the obligors, the choice of a child and the care assessment beside them. Null means 尚未查明. Input of `determine SA-03`. */
import { z } from 'zod';
import { choice, Division, FenAmount, PlainDateText } from '../../../kernel/schema/index.ts';
import { FamilyFacts } from '../family/facts.ts';
import { assistanceCategories, urbanRural } from '../family/terms.ts';
import * as terms from './terms.ts';

const Ground = z.string().trim().min(1).max(200).nullable().default(null);

export const SupporterFacts = z.strictObject({
  name: z.string().min(1).max(50).nullable().default(null).meta({ label: '姓名', protect: true }),
  relation: choice(terms.supporterRelations).meta({ label: '是申请人的' }),
  birthDate: PlainDateText.nullable().default(null).meta({ label: '出生日期', format: 'plain-date', protect: true }),
  category: choice(assistanceCategories).nullable().default(null).meta({ label: '救助类别' }),
  disability: choice(terms.supporterDisabilities).nullable().default(null).meta({ label: '残疾情况', protect: true }),
  status: choice(terms.supporterStatuses).nullable().default(null).meta({ label: '特殊情形', protect: true }),
  monthlyIncomeFen: FenAmount.nullable().default(null).meta({ label: '本人月收入' }),
  assetsLow: z.boolean().nullable().default(null).meta({ label: '财产符合低收入家庭财产状况规定' }),
  division: Division.meta({ label: '居住地区' }),
  urbanRural: choice(urbanRural).meta({ label: '城乡类别' }),
  provincialGround: Ground.meta({ label: '省规定的其他无履行义务能力情形' }),
});
export type SupporterFacts = z.infer<typeof SupporterFacts>;

/** True: does it alone. */
export const CareItems = z.strictObject({
  eating: z.boolean().meta({ label: terms.careItems.eating }),
  dressing: z.boolean().meta({ label: terms.careItems.dressing }),
  bed: z.boolean().meta({ label: terms.careItems.bed }),
  toilet: z.boolean().meta({ label: terms.careItems.toilet }),
  walking: z.boolean().meta({ label: terms.careItems.walking }),
  bathing: z.boolean().meta({ label: terms.careItems.bathing }),
});
export type CareItems = z.infer<typeof CareItems>;

export const TekunFacts = z.strictObject({
  ...FamilyFacts.shape,
  person: z.string().min(1).max(40).default('self').meta({ label: '认定对象', help: '填写成员编号' }),
  alreadyRecognised: z.boolean().default(false).meta({ label: '已是特困人员' }),
  provincialIncapacity: Ground.meta({ label: '省规定的其他无劳动能力情形' }),
  supporters: z.array(SupporterFacts).max(20).nullable().default(null).meta({ label: '法定赡养、抚养、扶养义务人' }),
  childScheme: choice(terms.childSchemes).nullable().default('none').meta({ label: '同时符合的儿童保障' }),
  childChoice: choice(terms.childChoices).nullable().default(null).meta({ label: '选择哪一项' }),
  care: CareItems.nullable().default(null).meta({ label: '生活自理能力六项', protect: true }),
});
export type TekunFacts = z.infer<typeof TekunFacts>;
export type TekunFactsInput = z.input<typeof TekunFacts>;
