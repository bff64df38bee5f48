/** Letters to the family: accepted, incomplete, confirmed, refused. */
import { longDate, longMonth } from '../../../../kernel/calendar/index.ts';
import {
  ask,
  bothAmounts,
  breakdownTable,
  type Contact,
  decisionLetter,
  fields,
  type Letter,
  numbered,
  paragraph,
  sentence,
  unmetConditions,
} from '../../../../kernel/document/index.ts';
import type { BreakdownLine, Clause } from '../../../../kernel/policy/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';
import { type Application, MEASURES } from './parts.ts';

/** 受理通知书, told on the day of acceptance. */
export function acceptanceNotice(of: {
  application: Application;
  acceptedOn: PlainDate;
  dueOn: PlainDate;
  limitDays: number;
  service: string;
  contact: Contact;
}): Letter {
  const { application } = of;
  return {
    addressee: application.applicantName,
    blocks: [
      paragraph(`您于${longDate(application.appliedOn)}提交的${of.service}申请，材料齐全，现予受理。`),
      fields(
        ['受理号', application.caseNumber],
        ['受理日期', longDate(of.acceptedOn)],
        ['办理时限', `自受理之日起${of.limitDays}个工作日，最迟${longDate(of.dueOn)}前办结`],
        ['咨询电话', `${of.contact.office}　${of.contact.telephone}`],
      ),
      paragraph(
        '受理后将依法开展家庭经济状况信息核对和入户调查，请予配合。公示、听取补充说明等依法不计入时限的时间除外；需要延长的，将在时限届满前告知您理由。',
      ),
      paragraph('您可以凭受理号在“我的办件”查看办理进度、承办人和每一步的时限。'),
    ],
  };
}

/** 一次性补正告知书: everything that is missing, once. */
export function correctionNotice(of: {
  application: Application;
  missing: readonly { paper: string; reason: string }[];
  until: PlainDate;
  contact: Contact;
  subject?: string;
}): Letter {
  if (of.missing.length === 0) throw new Error('a correction notice must name what is missing');
  const { application } = of;
  return {
    addressee: application.applicantName,
    blocks: [
      paragraph(
        `您于${longDate(application.appliedOn)}提交的${of.subject ?? '最低生活保障'}申请（申请号${application.caseNumber}）收悉。经审查，还需补充以下材料：`,
      ),
      {
        kind: 'table',
        columns: [
          { title: '序号', share: 10, align: 'center' },
          { title: '需要补充的材料', share: 40 },
          { title: '原因和要求', share: 50 },
        ],
        rows: of.missing.map((m, i) => [String(i + 1), m.paper, m.reason]),
      },
      paragraph(
        `以上为一次性告知的全部内容，请在${longDate(of.until)}前补交，补齐后即予受理。能够通过信息核对取得的材料，无需您提供。`,
      ),
      paragraph('您可以在网上补充，也可以请村（居）民委员会协助或由工作人员代办。'),
      ask(of.contact),
    ],
  };
}

/** 确认通知书: what the family gets, from when, how it was computed, and what it must tell. */
export function confirmationNotice(of: {
  application: Application;
  members: readonly string[];
  /** Per month. */
  amountFen: Fen;
  fromMonth: YearMonth;
  /** Last four digits of the account. */
  accountLast4: string;
  breakdown: readonly BreakdownLine[];
  contact: Contact;
  reconsiderationBody: string;
}): Letter {
  const { application, contact, reconsiderationBody } = of;
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的最低生活保障申请（受理号${application.caseNumber}），经信息核对、入户调查、初审、公示和审核，符合最低生活保障条件，依据${MEASURES}第二十条、第二十一条，现予确认。`,
      ),
      fields(
        ['保障对象', `${of.members.join('、')}（共${of.members.length}人）`],
        ['每月保障金额', bothAmounts(of.amountFen)],
        ['起发月份', longMonth(of.fromMonth)],
        ['发放方式', `按月发放至尾号${of.accountLast4}的银行账户`],
      ),
    ],
    sections: [
      { title: '金额计算', blocks: [breakdownTable(of.breakdown)] },
      {
        title: '请您注意',
        blocks: numbered([
          '家庭人口、收入、财产等情况发生变化的，请及时告知乡镇人民政府（街道办事处），以便依规定增发、减发或者停发。',
          '保障金由您本人支配，任何单位和个人不得扣留、代领或者以任何名义收取费用。',
        ]),
      },
    ],
    paper: '通知书',
    reconsiderationBody,
    contact,
  });
}

/** 不予确认告知书: every condition that is not met; then what is still open to the family and the ways to appeal. */
export function refusalLetter(of: {
  application: Application;
  clauses: readonly Clause[];
  /** What was asked for, where it was not 低保: 最低生活保障边缘家庭认定. */
  asked?: string;
  /** What this family may still apply for. */
  advice?: string | null;
  contact: Contact;
  reconsiderationBody: string;
}): Letter {
  const { application, contact, reconsiderationBody } = of;
  const asked = of.asked ?? '最低生活保障';
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的${asked}申请（受理号${application.caseNumber}），经审核不符合条件，依据${MEASURES}第二十一条，现决定不予${of.asked ? '认定' : '确认'}。一次申请已按低保、低保边缘、刚性支出困难各类逐一审核，您不用再分别申请。`,
      ),
    ],
    sections: [
      unmetConditions(of.clauses),
      {
        title: '您还可以',
        blocks: [
          ...(of.advice ? [paragraph(of.advice)] : []),
          paragraph(
            '家庭情况发生变化后，可以随时重新申请。遇到急难或者一时负担不起的医疗、教育支出，可以向乡镇人民政府（街道办事处）申请临时救助。',
          ),
        ],
      },
    ],
    paper: '告知书',
    reconsiderationBody,
    contact,
  });
}

/** 终止办理告知书: why the application is not gone on with (57号第二十九条: written notice), and the ways to appeal. */
export function terminationNotice(of: {
  application: Application;
  service: string;
  /** The provision, where the programme's measures have one. */
  basis?: string;
  reason: string;
  contact: Contact;
  reconsiderationBody: string;
}): Letter {
  const { application, contact, reconsiderationBody } = of;
  return decisionLetter({
    addressee: application.applicantName,
    opening: [
      paragraph(
        `您于${longDate(application.appliedOn)}提出的${of.service}申请（受理号${application.caseNumber}），${of.basis ? `依据${of.basis}，` : ''}现决定终止办理。`,
      ),
    ],
    sections: [
      { title: '原因', blocks: [paragraph(sentence(of.reason))] },
      {
        title: '您还可以',
        blocks: [paragraph('原因消除以后，或者家庭情况发生变化的，可以随时重新申请。遇到急难，可以随时报告，先救助、后补手续。')],
      },
    ],
    paper: '告知书',
    reconsiderationBody,
    contact,
  });
}
