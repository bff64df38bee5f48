/** 经济困难老年人补贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate, longMonth } from '../../../kernel/calendar/index.ts';
import {
  ask,
  bothAmounts,
  type Contact,
  type DocumentKind,
  fields,
  type Letter,
  paragraph,
} from '../../../kernel/document/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const subsidyPapers = {
  slip: { code: 'elder-subsidy-slip', word: '老补审', title: '经济困难老年人补贴审批表' },
  refusal: { code: 'elder-subsidy-refusal', word: '老补不', title: '经济困难老年人补贴不予批准告知书' },
  stop: { code: 'elder-subsidy-stop', word: '老补停', title: '经济困难老年人补贴停发通知书' },
  agreement: { code: 'elder-concentrated-agreement', word: '老集协', title: '集中照护补助三方协议' },
  notice: { code: 'elder-subsidy-notice', word: '老补示', title: '经济困难老年人补贴公示' },
} as const satisfies Record<string, DocumentKind>;

/** For the board of the village: name and subsidy. The amount of a care subsidy tells the level, and is left out. */
export const noticeSheet = (of: {
  name: string;
  item: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`下列老年人拟给予${of.item}，现予公示。`),
    fields(
      ['姓名', of.name],
      ['补贴名称', of.item],
      ['公示期', `${longDate(of.postedOn)}至${longDate(of.endsOn)}（张贴当天不算）`],
    ),
    paragraph('有不同意见的，可以在公示期内向下列单位提出，也可以在网上提出。'),
    ask(of.contact),
  ],
});

/** What the township, the home and the person promise one another. Nothing of health stands in it. `home`: null where the home's name is written in by hand. */
export const agreementLetter = (of: {
  name: string;
  township: string;
  home: string | null;
  fromMonth: YearMonth;
  amountFen: Fen;
  days: number;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['甲方', of.township],
      ['乙方（养老机构）', of.home ?? '（签订时填写）'],
      ['丙方（老人）', of.name],
      ['起补月份', longMonth(of.fromMonth)],
      ['每月补助', bothAmounts(of.amountFen)],
    ),
    paragraph(`甲方按月审核，丙方当月在乙方住满${of.days}天的，发给当月的集中照护补助；离开的那天不算。`),
    paragraph('乙方按照护协议提供集中照护，如实登记入住、离开；丙方离开、去世的，当天登记。'),
    paragraph('丙方把补助用于照护费用。家庭不再是低保、能力等级变化、离开养老机构的，补助停发；多发的退回。'),
    paragraph('享受集中照护补助的月份，不再发养老服务消费券；转为特困供养的，补助停发。'),
    ask(of.contact),
    { kind: 'signatures', labels: ['甲方', '乙方', '丙方或者代理人'] },
  ],
});
