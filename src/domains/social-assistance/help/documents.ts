/** 转介单. The sheet to another department says only what it needs to help. */
import { longDate } from '../../../kernel/calendar/index.ts';
import { type Contact, type DocumentKind, fields, type Letter, paragraph, sentence } from '../../../kernel/document/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { ReferralInput } from './schema.ts';
import { needCodes, referralUnits } from './terms.ts';

export const helpDocuments = {
  referral: { code: 'assistance-referral', word: '救转', title: '社会救助转介单' },
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
    paragraph(
      of.referral.toUnit === 'charity'
        ? '我单位受理社会救助申请时，了解到下列家庭在政府救助以外还有需求，现予转介，请酌情帮扶并答复。'
        : '我单位受理社会救助申请时，了解到下列家庭有属于你单位职责的需求，现予转介，请依法办理并答复。',
    ),
    fields(
      ['当事人', of.personName],
      ['住址', of.place],
      ['需求', needCodes[of.referral.needCode]],
      ['情况', sentence(of.referral.content)],
      ['答复期限', `${longDate(of.dueOn)}前`],
      ['联系方式', `${of.contact.office}　${of.contact.telephone}`],
    ),
    paragraph(
      of.referral.toUnit === 'charity'
        ? '请在期限内告知我单位帮了什么、金额和日期，登记在这一家名下，避免重复帮扶；不能帮的，请说明理由。'
        : '办理结果请在期限内告知我单位；不属于你单位职责的，请说明理由，我们另行转办。',
    ),
  ],
});
