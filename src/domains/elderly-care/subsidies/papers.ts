/** 经济困难老年人补贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate } from '../../../kernel/calendar/index.ts';
import { ask, type Contact, type DocumentKind, fields, type Letter, paragraph } from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const subsidyPapers = {
  slip: { code: 'elder-subsidy-slip', word: '老补审', title: '经济困难老年人补贴审批表' },
  refusal: { code: 'elder-subsidy-refusal', word: '老补不', title: '经济困难老年人补贴不予批准告知书' },
  stop: { code: 'elder-subsidy-stop', word: '老补停', title: '经济困难老年人补贴停发通知书' },
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
