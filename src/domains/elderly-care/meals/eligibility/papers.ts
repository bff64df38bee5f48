/** 助餐资格文书, from plain facts. Pure. Nothing of health, income or level stands on the list for the board. */
import { longDate } from '../../../../kernel/calendar/index.ts';
import { ask, type Contact, type DocumentKind, fields, type Letter, paragraph } from '../../../../kernel/document/index.ts';
import { yuan } from '../../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../../kernel/schema/index.ts';

export const mealPapers = {
  card: { code: 'meal-card', word: '就餐', title: '就餐卡和助餐补贴核定通知' },
  refusal: { code: 'meal-refusal', word: '助餐不', title: '助餐补贴不予核定告知书' },
  list: { code: 'meal-list', word: '助餐示', title: '助餐补贴年度公示' },
} as const satisfies Record<string, DocumentKind>;

/** 就餐卡: the number that is said at the till, what a meal is subsidised by now. */
export const cardLetter = (of: { name: string; number: string; fen: Fen; fromOn: PlainDate; contact: Contact }): Letter => ({
  addressee: of.name,
  blocks: [
    paragraph('您的助餐补贴已经核定。请收好这张卡，在本市的老年食堂、助餐点报卡号就补贴。'),
    fields(['卡号', of.number], ['每餐最多补', yuan(of.fen)], ['起用日期', longDate(of.fromOn)]),
    paragraph('每天午餐、晚餐各补一次，自己付其余的部分。家里情况有变化的，吃饭那天按新的标准算，不用重新申请。'),
    paragraph('卡只给本人用，不要交给食堂保管。不会用卡的，食堂按名册也能登记。'),
    ask(of.contact),
  ],
});

/** For the board of the village: names alone, as a category would tell of income or health. */
export const yearlyList = (of: {
  village: string;
  year: number;
  names: readonly string[];
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(
      `${of.village}${of.year}年享受助餐补贴的老人名单，共${of.names.length}人，公示期${longDate(of.postedOn)}至${longDate(of.endsOn)}。`,
    ),
    paragraph(of.names.join('、')),
    paragraph('有不同意见的，可以在公示期内向下列单位提出。'),
    ask(of.contact),
  ],
});
