/** 高龄津贴文书: what stands on each paper, from plain facts. Pure. */
import { longDate } from '../../../kernel/calendar/index.ts';
import { ask, type Contact, type DocumentKind, type Letter, paragraph } from '../../../kernel/document/index.ts';
import { yuanSign } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export const allowancePapers = {
  slip: { code: 'old-age-slip', word: '高龄核', title: '高龄津贴核定表' },
  refusal: { code: 'old-age-refusal', word: '高龄不', title: '高龄津贴不予批准告知书' },
  stop: { code: 'old-age-stop', word: '高龄停', title: '高龄津贴停发通知书' },
  notice: { code: 'old-age-notice', word: '高龄示', title: '高龄津贴年度公示' },
} as const satisfies Record<string, DocumentKind>;

/** For the board of the village: name, age band and amount; no number, no account, nothing of health. */
export const yearlyNotice = (of: {
  village: string;
  year: number;
  rows: readonly { name: string; band: string; amountFen: Fen }[];
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`${of.village}${of.year}年领取高龄津贴的老人名单，公示期${longDate(of.postedOn)}至${longDate(of.endsOn)}。`),
    {
      kind: 'table',
      columns: [
        { title: '姓名', share: 34 },
        { title: '年龄档次', share: 33 },
        { title: '每月金额', share: 33, align: 'right' },
      ],
      rows: of.rows.map((row) => [row.name, row.band, yuanSign(row.amountFen)]),
    },
    paragraph('有不同意见的，可以在公示期内向下列单位提出。'),
    ask(of.contact),
  ],
});
