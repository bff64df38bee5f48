/** Papers of the quota of purchased home service, from plain facts. Pure. */
import { longMonth } from '../../../kernel/calendar/index.ts';
import {
  ask,
  bothAmounts,
  type Contact,
  type DocumentKind,
  fields,
  type Letter,
  paragraph,
} from '../../../kernel/document/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { type Tier, tierNames } from './rules.ts';

export const quotaPapers = {
  quota: { code: 'home-care-quota', word: '居服额', title: '政府购买居家养老服务额度通知' },
  refusal: { code: 'home-care-quota-refusal', word: '居服不', title: '政府购买居家养老服务不予批准告知书' },
  notice: { code: 'home-care-quota-notice', word: '居服示', title: '政府购买居家养老服务公示' },
} as const satisfies Record<string, DocumentKind>;

/** 额度通知: how much, from when, how it is used. Neither ground nor level stands in it. */
export const quotaLetter = (of: {
  name: string;
  tier: Tier;
  amountFen: Fen;
  fromMonth: YearMonth;
  contact: Contact;
}): Letter => ({
  addressee: of.name,
  blocks: [
    paragraph('您申请的政府购买居家养老服务已经批准，公示期满没有异议。额度如下：'),
    fields(['档次', tierNames[of.tier]], ['每月额度', bothAmounts(of.amountFen)], ['起用月份', longMonth(of.fromMonth)]),
    paragraph('额度不是现金，当月有效，用不完的不结转。预约居家服务的，先用额度，不够的由本人付。'),
    paragraph('情况有变化的，档次从次月起跟着变；住进养老机构的月份没有额度。'),
    ask(of.contact),
  ],
});
