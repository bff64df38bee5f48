/** 代办: a resident who asks for somebody else is nobody's agent by saying so: the applicant hears of it at once. */
import type { Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { officeOf } from './escalation.ts';
import type { Case } from './flows.ts';

defineTemplates({
  'case.by-agent': {
    title: '有人替您提交了申请',
    text: '{agent}替您申请了{item}。是您请他办的，不用管；不是您同意办的，打开这件，点“不是我办的”，申请马上停止，也可以打电话{tel}。',
    sms: '【民政】有人以您的名义申请了{item}。不是您同意办的，请打{tel}，或登录后在“我的办件”里点“不是我办的”。',
  },
  'case.not-mine': {
    title: '申请人说不是本人办的',
    text: '{name}说名下的{item}不是本人办的，也没有托人办。请联系本人，查清是谁提交的。',
  },
});

export const tellOfAgent = (tx: Tx, kase: Pick<Case, 'id' | 'applicantPersonId' | 'division'>, item: string): Promise<void> =>
  notify(tx, {
    to: { personId: kase.applicantPersonId },
    template: 'case.by-agent',
    params: { agent: tx.actor.name, item, tel: tx.office(officeOf('township-clerk', kase.division)).telephone },
    caseId: kase.id,
  });
