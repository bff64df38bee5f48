/** Papers of an adaptation and of a family care bed, from plain facts. Pure. */
import { longDate } from '../../../kernel/calendar/index.ts';
import {
  ask,
  bothAmounts,
  breakdownTable,
  type Contact,
  clauseTable,
  fields,
  heading,
  type Letter,
  paragraph,
  remedies,
} from '../../../kernel/document/index.ts';
import { type Decision, yuan } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

interface About {
  readonly name: string;
  readonly item: string;
  readonly reconsiderationBody: string;
  readonly contact: Contact;
}

/** For the board of the village: name and what it is, nothing of health. */
export const noticeSheet = (of: {
  name: string;
  item: string;
  postedOn: PlainDate;
  endsOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: null,
  blocks: [
    paragraph(`下列老年人家庭拟同意${of.item}，现予公示。`),
    fields(['姓名', of.name], ['项目', of.item], ['公示期', `${longDate(of.postedOn)}至${longDate(of.endsOn)}（张贴当天不算）`]),
    paragraph('有不同意见的，可以在公示期内向下列单位提出，也可以在网上提出。'),
    ask(of.contact),
  ],
});

export interface ItemLine {
  readonly zh: string;
  readonly spot: string;
  readonly quotedFen: Fen;
  readonly actualFen: Fen | null;
  readonly undoneReason: string | null;
}

/** 验收单和拨付单: what was done, by whom it was accepted, what is paid. */
export const paymentSlip = (
  of: About & {
    no: string | null;
    decision: Decision;
    acceptedOn: PlainDate;
    builder: string;
    inspector: string;
    officer: string;
    lines: readonly ItemLine[];
  },
): Letter => ({
  addressee: null,
  blocks: [
    fields(
      ['老人', of.name],
      ['项目', of.item],
      ['办件号', of.no ?? '无'],
      ['施工单位', of.builder],
      ['验收日期', longDate(of.acceptedOn)],
      ['拨付金额', bothAmounts(of.decision.amountFen!)],
    ),
    heading('改造内容'),
    {
      kind: 'table',
      columns: [
        { title: '项目', share: 26 },
        { title: '照片位置', share: 30 },
        { title: '报价', share: 16 },
        { title: '实际', share: 28 },
      ],
      rows: of.lines.map((line) => [
        line.zh,
        line.spot,
        yuan(line.quotedFen),
        line.actualFen === null ? `没有做：${line.undoneReason ?? ''}` : yuan(line.actualFen),
      ]),
    },
    heading('条件'),
    clauseTable(of.decision.clauses),
    heading('金额'),
    breakdownTable(of.decision.breakdown),
    fields(['验收人', of.inspector], ['批准人', of.officer]),
    remedies('拨付单', of.reconsiderationBody),
    { kind: 'signatures', labels: ['老人（家属）', '施工单位', '乡镇（街道）'] },
  ],
});
