/** 异地协同查询复函 and 退回函: what leaves the house, to the authority that asked, under its case number. */
import { longDate } from '../../../kernel/calendar/index.ts';
import { type DocumentKind, type Letter, sentence } from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { itemText } from '../verification/report.ts';
import { sourceList } from '../verification/sources.ts';
import type { InboundResult } from './terms.ts';

export const inboundDocuments = {
  reply: { code: 'inbound-reply', word: '异复', title: '家庭经济状况异地协同查询复函' },
  returned: { code: 'inbound-returned', word: '异退', title: '家庭经济状况异地协同查询退回函' },
} as const satisfies Record<string, DocumentKind>;

interface Of {
  origin: string;
  theirCaseNo: string;
  no: string;
  receivedOn: PlainDate;
  contact: { name: string; telephone: string };
  result: InboundResult;
}

const opening = ({ theirCaseNo, no, receivedOn }: Of): string =>
  `贵单位办件${theirCaseNo}请求协助查询的来函，我们于${longDate(receivedOn)}收到，登记号${no}。`;

export function replyLetter(of: Of): Letter {
  const { lines, notAsked, reason } = of.result;
  return {
    addressee: of.origin,
    blocks: [
      { kind: 'paragraph', text: `${opening(of)}凭所附本人授权，查询结果如下：` },
      {
        kind: 'table',
        columns: [
          { title: '姓名', share: 14 },
          { title: '来源', share: 26 },
          { title: '数据截至', share: 18 },
          { title: '查询结果', share: 42 },
        ],
        rows: lines.map((l) => [
          l.name,
          sourceList[l.source].owner,
          l.asOf ?? '—',
          l.items === null ? '未反馈' : l.items.map((item) => itemText(l.source, item)).join('；') || '没有记录',
        ]),
      },
      ...(reason ? [{ kind: 'paragraph' as const, text: `部分来源未反馈，先行复函：${reason}。` }] : []),
      ...(notAsked.length > 0
        ? [{ kind: 'paragraph' as const, text: `以下来源本市暂不能查询：${notAsked.join('、')}。没有查询不等于没有记录。` }]
        : []),
      { kind: 'paragraph', text: '以上信息只用于贵单位办理上述办件，请按规定保管，用后销毁。' },
      { kind: 'plain', text: `联系单位：${of.contact.name}，电话${of.contact.telephone}。` },
    ],
  };
}

export const returnLetter = (of: Of): Letter => ({
  addressee: of.origin,
  blocks: [
    { kind: 'paragraph', text: `${opening(of)}因下列原因不能查询，现予退回：${sentence(of.result.reason ?? '')}` },
    { kind: 'paragraph', text: '补齐后可以再次来函。' },
    { kind: 'plain', text: `联系单位：${of.contact.name}，电话${of.contact.telephone}。` },
  ],
});
