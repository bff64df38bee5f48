/** 转介单 and 会商纪要. The sheet to another department says only what it needs to help. */
import { longDate } from '../../../kernel/calendar/index.ts';
import type { DocumentKind, Letter } from '../../../kernel/document/index.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Contact, fields, heading, paragraph, sentence } from '../dibao/documents/parts.ts';
import type { ConferenceInput, ReferralInput } from './schema.ts';
import { conferenceUnits, needCodes, referralUnits } from './terms.ts';

export const helpDocuments = {
  referral: { code: 'assistance-referral', word: '救转', title: '社会救助转介单' },
  conference: { code: 'assistance-conference', word: '救商', title: '社会救助一事一议会商纪要' },
} as const satisfies Record<string, DocumentKind>;

export const referralSheet = (of: {
  referral: ReferralInput;
  personName: string;
  place: string;
  dueOn: PlainDate;
  contact: Contact;
}): Letter => ({
  addressee: referralUnits[of.referral.toUnit],
  blocks: [
    paragraph('我单位受理社会救助申请时，了解到下列家庭有属于你单位职责的需求，现予转介，请依法办理并答复。'),
    fields(
      ['当事人', of.personName],
      ['住址', of.place],
      ['需求', needCodes[of.referral.needCode]],
      ['情况', sentence(of.referral.content)],
      ['答复期限', `${longDate(of.dueOn)}前`],
      ['联系方式', `${of.contact.office}　${of.contact.telephone}`],
    ),
    paragraph('办理结果请在期限内告知我单位；不属于你单位职责的，请说明理由，我们另行转办。'),
  ],
});

export const conferenceMinutes = (of: { conference: ConferenceInput; applicantName: string; caseNumber: string }): Letter => {
  const { conference: c } = of;
  return {
    addressee: null,
    blocks: [
      fields(
        ['会商日期', longDate(c.heldOn as PlainDate)],
        ['办件', `${of.applicantName}　${of.caseNumber}`],
        ['参加部门', c.attendees.map((a) => `${conferenceUnits[a.unit]}${a.name}`).join('、')],
        ['会商事由', sentence(c.matter)],
      ),
      heading('一、讨论情况'),
      paragraph(sentence(c.minutes)),
      heading('二、会商结论'),
      paragraph(sentence(c.resolution)),
      ...(c.amountFen ? [fields(['救助金额', yuan(c.amountFen)], ['支付单位', c.payer])] : []),
      paragraph(
        `${longDate(c.reviewOn as PlainDate)}前回头看一次。本结论可以突破额度上限，不改变法律法规关于不得同时享受的规定。`,
      ),
      { kind: 'signatures', labels: ['参加部门（签字）：'] },
    ],
  };
};
