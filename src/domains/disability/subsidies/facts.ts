/** What the two subsidies are decided from. `null`: not yet known, never a pass; an empty list: known to be none. */
import { z } from 'zod';
import { choice, Division, FenAmount, PlainDateText, YearMonthText } from '../../../kernel/schema/index.ts';
import { categories, levels } from '../certificate/index.ts';

export const kinds = { living: '困难残疾人生活补贴', nursing: '重度残疾人护理补贴' } as const;
export type Kind = keyof typeof kinds;

/** Months from and to, both counted; `to` null: still going on. */
export const Months = z.strictObject({
  from: YearMonthText.meta({ label: '起始月' }),
  to: YearMonthText.nullable().meta({ label: '最后一月', help: '仍在享受的写 null' }),
});
export type Months = z.infer<typeof Months>;

/** 生活类、护理类: one of the two is drawn, the higher. 高龄津贴: by HIGH-AGE. */
export const allowanceClasses = { living: '生活类补贴', nursing: '护理类补贴', 'old-age': '高龄津贴' } as const;
export type AllowanceClass = keyof typeof allowanceClasses;

const periods = (label: string) => z.array(Months).max(60).nullable().meta({ label });

export const SubsidyFacts = z.strictObject({
  division: Division.meta({ label: '户籍地' }),
  applicationMonth: YearMonthText.meta({ label: '申请月份', help: '补正超过规定时间的，以补齐的月份为准' }),
  certificate: z
    .strictObject({
      state: choice({ valid: '有效', expired: '过期', frozen: '冻结', cancelled: '注销', none: '没有残疾人证' }).meta({
        label: '证件状态',
      }),
      category: choice(categories).nullable().meta({ label: '残疾类别' }),
      level: choice(levels).nullable().meta({ label: '残疾等级' }),
      issuedOn: PlainDateText.nullable().meta({ label: '签发日期' }),
    })
    .nullable()
    .meta({ label: '残疾人证' }),
  /** Of a level or category that changed while the person holds a certificate: the new amount runs from the month after. */
  levelChangedOn: PlainDateText.nullable().default(null).meta({ label: '等级变更日期' }),
  longTermCare: z.boolean().nullable().meta({ label: '需要长期照护（6个月以上）' }),
  dibao: periods('在低保家庭的月份（含单人保、渐退期）'),
  edge: periods('在低保边缘家庭的月份'),
  tekun: periods('特困供养的月份'),
  workInjuryCare: periods('领取工伤生活护理费的月份'),
  orphan: periods('领取孤儿基本生活费的月份'),
  deFactoFull: periods('全额领取事实无人抚养儿童基本生活补贴的月份'),
  custody: periods('服刑、强制戒毒的月份（进去的月份至出来的月份）').default([]),
  others: z
    .array(
      z.strictObject({
        class: choice(allowanceClasses).meta({ label: '类别' }),
        name: z.string().trim().min(2).max(40).meta({ label: '名称' }),
        amountFen: FenAmount.meta({ label: '每月金额' }),
        from: YearMonthText.meta({ label: '起始月' }),
        to: YearMonthText.nullable().default(null).meta({ label: '最后一月', help: '仍在享受的写 null' }),
      }),
    )
    .max(30)
    .nullable()
    .meta({ label: '其他福利性补贴' }),
  /** The month from which the subsidy itself is drawn: what is drawn already stays when the amounts are equal. */
  drawnSince: z
    .strictObject({ living: YearMonthText.nullable(), nursing: YearMonthText.nullable() })
    .default({ living: null, nursing: null })
    .meta({ label: '已享受两项补贴的起始月' }),
});
export type SubsidyFacts = z.infer<typeof SubsidyFacts>;
