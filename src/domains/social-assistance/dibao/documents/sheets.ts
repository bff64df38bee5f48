/** Sheets that anyone reads. Their inputs have no place for what may never be public (8.4). */
import { longDate } from '../../../../kernel/calendar/index.ts';
import { type Contact, type Letter, paragraph } from '../../../../kernel/document/index.ts';
import { yuan } from '../../../../kernel/policy/index.ts';
import { publicName } from '../../../../kernel/protect/index.ts';
import type { Fen, PlainDate } from '../../../../kernel/schema/index.ts';
import { MEASURES } from './parts.ts';

/** Where a public sheet hangs decides how a name is shown: in full in the village, whose people may object; masked on the internet (8.4). */
export type Audience = 'village' | 'internet';

/** All that a public sheet may say of a family. */
export interface PublicFamily {
  readonly applicantName: string;
  /** A child's name is in no public sheet. */
  readonly applicantIsMinor: boolean;
  /** 赤岗村3组 */
  readonly group: string;
  readonly memberCount: number;
  readonly amountFen: Fen;
}

/** A family on notice: with its amount, or, where a status without money is proposed, with what it would be recognised as. */
export interface ProposedFamily extends Omit<PublicFamily, 'amountFen'> {
  readonly amountFen: Fen | null;
  /** 拟认定为最低生活保障边缘家庭 */
  readonly proposes: string;
}

const nameOn = (family: Pick<PublicFamily, 'applicantName' | 'applicantIsMinor'>, audience: Audience): string =>
  publicName({ name: family.applicantName, isMinor: family.applicantIsMinor }, audience);

/** 公示单: seven days, with where to object. */
export function noticeSheet(of: {
  family: ProposedFamily;
  audience: Audience;
  postedOn: PlainDate;
  until: PlainDate;
  contact: Contact;
  /** What was applied for, and the provision that asks for the notice: those of 低保 where not said. */
  subject?: string;
  basis?: string;
  /** Paid once, not every month. */
  once?: boolean;
}): Letter {
  const { family, basis = `${MEASURES}第十九条` } = of;
  const isMoney = family.amountFen !== null;
  const subject = of.subject ?? (isMoney ? '最低生活保障' : '社会救助');
  return {
    addressee: null,
    blocks: [
      paragraph(`根据${basis}，现将${subject}申请的初审意见公示如下：`),
      {
        kind: 'table',
        columns: [
          { title: '申请人', share: 24, align: 'center' },
          { title: '村（居）民小组', share: 28, align: 'center' },
          { title: '家庭人数', share: 18, align: 'center' },
          { title: isMoney ? (of.once ? '拟救助金额' : '拟保障金额') : '初审意见', share: 30, align: 'center' },
        ],
        rows: [
          [
            nameOn(family, of.audience),
            family.group,
            `${family.memberCount}人`,
            family.amountFen === null ? family.proposes : `${of.once ? '一次性' : '每月'}${yuan(family.amountFen)}`,
          ],
        ],
      },
      paragraph(`公示时间：${longDate(of.postedOn)}张贴，至${longDate(of.until)}24时止。`),
      paragraph(
        `如有异议，请在公示期内向${of.contact.office}反映，电话${of.contact.telephone}。可以当面、电话或者网上提出，我们为反映人保密。`,
      ),
    ],
  };
}

/** 公布单: those confirmed in a village, long-term. */
export function publicationSheet(of: {
  village: string;
  asOf: PlainDate;
  families: readonly PublicFamily[];
  audience: Audience;
  contact: Contact;
}): Letter {
  return {
    addressee: null,
    blocks: [
      paragraph(
        `根据${MEASURES}第二十四条，现将${of.village}最低生活保障对象公布如下（截至${longDate(of.asOf)}，共${of.families.length}户）：`,
      ),
      {
        kind: 'table',
        columns: [
          { title: '序号', share: 10, align: 'center' },
          { title: '申请人', share: 24, align: 'center' },
          { title: '村（居）民小组', share: 26, align: 'center' },
          { title: '保障人数', share: 16, align: 'center' },
          { title: '每月保障金额', share: 24, align: 'right' },
        ],
        rows: of.families.map((f, i) => [
          String(i + 1),
          nameOn(f, of.audience),
          f.group,
          `${f.memberCount}人`,
          yuan(f.amountFen),
        ]),
      },
      paragraph(`欢迎监督。监督举报电话：${of.contact.office}，${of.contact.telephone}。`),
    ],
  };
}
