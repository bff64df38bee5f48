/** 会商纪要 (4.11). */
import { longDate } from '../../../kernel/calendar/index.ts';
import { type DocumentKind, fields, heading, type Letter, paragraph, sentence } from '../../../kernel/document/index.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { ConferenceText } from './content.ts';
import { conferenceSubjects, conferenceUnits, conferenceWays } from './terms.ts';

export const conferenceDocument: DocumentKind = {
  code: 'assistance-conference',
  word: '救商',
  title: '社会救助一事一议会商纪要',
};

export const conferenceMinutes = (of: {
  conference: Required<Pick<ConferenceText, 'subject' | 'matter' | 'held'>> & { minutes: string };
  applicantName: string;
  caseNumber: string;
}): Letter => {
  const { subject, matter, held, minutes } = of.conference;
  return {
    addressee: null,
    blocks: [
      fields(
        ['会商日期', `${longDate(held.heldOn as PlainDate)}（${conferenceWays[held.way]}会商）`],
        ['办件', `${of.applicantName}　${of.caseNumber}`],
        ['参加部门', held.attendees.map((a) => `${conferenceUnits[a.unit]}${a.name}`).join('、')],
        ['会商事由', `${conferenceSubjects[subject]}：${sentence(matter)}`],
      ),
      heading('一、讨论情况'),
      paragraph(sentence(minutes)),
      heading('二、会商结论'),
      paragraph(sentence(held.resolution)),
      ...(held.amountFen
        ? [fields(['议定金额', yuan(held.amountFen)], ...(held.payer ? ([['支付单位', held.payer]] as const) : []))]
        : []),
      ...(held.measures ? [fields(['帮扶措施', held.measures])] : []),
      paragraph(
        `${longDate(held.reviewOn as PlainDate)}前回头看一次。本结论可以突破额度上限，不改变法律法规关于不得同时享受的规定。`,
      ),
      { kind: 'signatures', labels: ['参加部门（签字）：'] },
    ],
  };
};
