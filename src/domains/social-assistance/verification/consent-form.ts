/**
 * 核对授权书 on paper, blank: for a family without a phone, and for an obligor outside it. It says what the consent on the phone says: who asks,
 * about what, for what, how long, and that it may be taken back.
 */
import type { Block } from '../../../kernel/document/index.ts';
import { defineBlankForm } from '../../../kernel/document/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { SUPPORT_PURPOSE, supporterSources } from '../supporters/terms.ts';
import { consentedWith, sourceList, type VerificationSource } from './sources.ts';

const ROWS = 6;
const BLANK = '　';

const asked = (sources: readonly VerificationSource[]): Block => ({
  kind: 'table',
  columns: [
    { title: '查询的信息', share: 50 },
    { title: '提供信息的单位', share: 50 },
  ],
  rows: sources.map((source) => [sourceList[source].zh, sourceList[source].owner]),
});

const signed = (relation: string): Block => ({
  kind: 'table',
  columns: [
    { title: '姓名', share: 16 },
    { title: '公民身份号码', share: 28 },
    { title: relation, share: 20 },
    { title: '本人签名', share: 20 },
    { title: '日期', share: 16 },
  ],
  rows: Array.from({ length: ROWS }, () => Array.from({ length: 5 }, () => BLANK)),
});

const terms = (purpose: string): Block => ({
  kind: 'paragraph',
  text: `查询只用于${purpose}，不作他用。授权自签名之日起六个月内有效；本人可以随时向受理的乡镇（街道）书面撤回，撤回以后不再查询。`,
});

const howToSign: Block = {
  kind: 'paragraph',
  text: '每位成年人自己签名。未满18周岁的，由监护人在孩子名下签监护人的姓名，并写明“监护人”。不会写字的按手印，由两名见证人在下面签名。',
};
const witnesses: Block = { kind: 'signatures', labels: ['见证人一：', '见证人二：', '收件人：'] };

const familyForm = ({ today, city }: { today: PlainDate; city: string }): readonly Block[] => [
  {
    kind: 'paragraph',
    text: `我们一家申请社会救助，同意${city}民政部门及其核对机构，向下列单位查询在下面签名的家庭成员的信息：`,
  },
  asked(consentedWith(today)),
  terms('社会救助家庭经济状况核对'),
  howToSign,
  signed('与申请人的关系'),
  witnesses,
];

const supporterForm =
  (flow: string) =>
  (at: { today: PlainDate; city: string }): readonly Block[] => [
    { kind: 'fields', rows: [['申请救助的人', BLANK]] },
    {
      kind: 'paragraph',
      text: `上面的人申请社会救助，填写本人是赡养（抚养、扶养）义务人。要不要授权由本人决定，不授权的，按申报和入户调查的情况办理。本人同意${at.city}民政部门及其核对机构，向下列单位查询本人的信息：`,
    },
    asked(supporterSources(flow)),
    terms(SUPPORT_PURPOSE),
    signed('是申请人的'),
    witnesses,
  ];

defineBlankForm({
  key: 'assistance-consent',
  title: '家庭经济状况核对授权书',
  items: ['SA-01', 'SA-02', 'SA-03', 'SA-05', 'SA-06', 'SA-07'],
  blocks: familyForm,
});
defineBlankForm({
  key: 'supporter-consent',
  title: '赡养抚养扶养义务人核对授权书',
  items: ['SA-01', 'SA-02', 'SA-05', 'SA-06', 'SA-07'],
  blocks: supporterForm('dibao'),
});
defineBlankForm({
  key: 'tekun-supporter-consent',
  title: '特困人员法定义务人核对授权书',
  items: ['SA-03'],
  blocks: supporterForm('tekun'),
});
