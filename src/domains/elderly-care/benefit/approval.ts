/** What people do with an application until it is granted, whatever of: taken in by the township, decided by the county by what data say, on the notice. One handler for each action of the shared table. */
import { z } from 'zod';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, issueAt } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { recordPayoutAccount } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { limitFrom, saveDecision } from '../../../kernel/policy/server.ts';
import { type CommunicationNeed, grantAccess, recordCommunicationNeeds } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import {
  askingForPapers,
  type Case,
  handler,
  noticeOfCase,
  OpinionOnly,
  postNotice,
  ReasonOnly,
  settleObjections,
  tellApplicant,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { account } from '../allowance/application.ts';
import { itemName } from '../assessment/go.ts';
import { didBefore, type Going, tellBuilder, tellOffice } from '../home-works/go.ts';
import { noticeSheet } from '../home-works/papers.ts';
import { giveUpWorks, worksOfCase } from '../home-works/store.ts';
import { contactAt, countyOf, townshipOf } from '../offices.ts';
import { aboutAt } from './letters.ts';
import { reasonsTold, refusalLetter } from './papers.ts';

export interface ApprovalForm {
  readonly applicant: { readonly name: string; readonly communication?: readonly CommunicationNeed[] };
  readonly account?: { readonly bank: string; readonly number: string; readonly holder: string } | undefined;
}
export interface Approval {
  readonly papers: { readonly refusal: DocumentKind; readonly notice: DocumentKind };
  /** Standard of the days that it hangs. */
  readonly noticeDays: string;
  /** The message that tells of the approval: it says until which day the notice hangs. */
  readonly approved?: string;
  /** Of the form, as the communication needs are recorded. */
  readonly source: string;
  /** As it would be decided today. */
  decide(tx: Tx, kase: Case): Promise<Result<{ facts: object; decision: Decision }>>;
  /** Takes what may be had once only, in the transaction of the approval. */
  take(tx: Tx, kase: Case): Promise<Result<null>>;
}

const Nothing = z.strictObject({});
/** What a letter of refusal says can be done now. */
export const ADVICE = '情况发生变化后，可以随时提出；对能力等级有意见的，可以申请重新评估。';

const tell = async (tx: Tx, kase: Case, template: string, params: Record<string, string>): Promise<void> =>
  tellApplicant(tx, kase, template, { item: await itemName(tx, kase), ...params });

export function approvalHandlers(of: Approval) {
  const accept = handler({
    input: OpinionOnly,
    initial: async () => ({ opinion: '情况属实，报县民政局审核。' }),
    async run(tx, kase, input): Going<'deciding'> {
      const { applicant, account: given } = kase.form as ApprovalForm;
      const personId = kase.applicantPersonId;
      await grantAccess(tx, { personId, division: kase.division, reason: `case:${kase.id}` });
      if (given) {
        const recorded = await recordPayoutAccount(tx, { personId, division: kase.division, ...given });
        if (!recorded.ok) return recorded;
      }
      const needs = await recordCommunicationNeeds(tx, { personId, needs: applicant.communication ?? [], source: of.source });
      if (!needs.ok) return needs;
      await tellOffice(tx, kase, { holder: 'county-confirmer', step: '县级审核' });
      return ok({
        to: 'deciding',
        opinion: input.opinion,
        after: async (accepted: Case) => {
          await tell(tx, accepted, 'home-works.accepted', {
            no: accepted.no!,
            tel: tx.office(townshipOf(accepted)).telephone,
          });
          return ok(null);
        },
      });
    },
  });

  const requestSupplement = askingForPapers({
    template: 'home-works.supplement',
    help: '一次列清；低保、评估结果由系统查，不得要求交证明',
    params: async (tx, kase) => ({ item: await itemName(tx, kase) }),
  });

  const resubmit = handler({
    input: z.strictObject({
      account: account.optional().meta({ label: '收款账户', help: '只在要改的时候填' }),
      explanation: z.string().trim().min(2, '请写明补了什么').max(500).meta({ label: '说明', widget: 'textarea' }),
    }),
    async run(tx, kase, input): Going<'submitted'> {
      await tellOffice(tx, kase, { holder: 'township-clerk', step: '乡镇初审' });
      const form = kase.form as ApprovalForm;
      return ok({
        to: 'submitted',
        opinion: input.explanation,
        ...(input.account ? { form: { ...form, account: input.account } } : {}),
      });
    },
  });

  const approve = handler({
    input: OpinionOnly,
    initial: async () => ({ opinion: '符合条件，同意。' }),
    offered: async (tx, kase) => {
      const computed = await of.decide(tx, kase);
      return computed.ok && computed.value.decision.outcome === 'eligible';
    },
    async run(tx, kase, input): Going<'onNotice'> {
      if (await didBefore(tx, kase, ['accept'])) return fail('WORKS_SAME_OFFICER');
      const computed = await of.decide(tx, kase);
      if (!computed.ok) return computed;
      if (computed.value.decision.outcome !== 'eligible') return fail('WORKS_NOT_ELIGIBLE');
      const hangs = await limitFrom(tx, of.noticeDays, { division: kase.division, from: tx.today });
      if (!hangs.ok) return hangs;
      const endsOn = hangs.value.dueOn;
      const taken = await of.take(tx, kase);
      if (!taken.ok) return taken;
      await saveDecision(tx, {
        caseId: kase.id,
        kind: 'initial',
        division: kase.division,
        personId: kase.applicantPersonId,
        ...computed.value,
      });
      const item = await itemName(tx, kase);
      await postNotice(tx, {
        caseId: kase.id,
        kind: 'proposed',
        division: kase.division,
        memberCount: 1,
        amountFen: null,
        text: `拟同意${item}`,
        place: '村（居）委会公示栏',
        telephone: tx.office(townshipOf(kase)).telephone,
        postedOn: tx.today,
        endsOn,
      });
      const sheet = await issueAt(tx, {
        kind: of.papers.notice,
        letter: noticeSheet({
          name: kase.applicantName,
          item,
          postedOn: tx.today,
          endsOn,
          contact: contactAt(tx, townshipOf(kase)),
        }),
        at: townshipOf(kase),
        division: kase.division,
        personId: kase.applicantPersonId,
        caseId: kase.id,
      });
      if (!sheet.ok) return sheet;
      await tell(tx, kase, of.approved ?? 'home-works.approved', { date: longDate(endsOn) });
      return ok({ to: 'onNotice', opinion: input.opinion, enteredOn: tx.today });
    },
  });

  const refuse = handler({
    input: OpinionOnly,
    initial: async () => ({ opinion: '经审核不符合条件，不予批准。' }),
    offered: async (tx, kase) => {
      const computed = await of.decide(tx, kase);
      return computed.ok && computed.value.decision.outcome === 'not-eligible';
    },
    async run(tx, kase, input): Going<'refused'> {
      if (await didBefore(tx, kase, ['accept'])) return fail('WORKS_SAME_OFFICER');
      const computed = await of.decide(tx, kase);
      if (!computed.ok) return computed;
      const { decision } = computed.value;
      if (decision.outcome !== 'not-eligible') return fail('WORKS_ELIGIBLE');
      await saveDecision(tx, {
        caseId: kase.id,
        kind: 'final',
        division: kase.division,
        personId: kase.applicantPersonId,
        ...computed.value,
      });
      const letter = await issueAt(tx, {
        kind: of.papers.refusal,
        letter: refusalLetter({
          ...aboutAt(tx, kase, kase.applicantName),
          item: await itemName(tx, kase),
          decision,
          refused: '不予批准',
          advice: ADVICE,
        }),
        at: countyOf(kase),
        division: kase.division,
        personId: kase.applicantPersonId,
        caseId: kase.id,
      });
      if (!letter.ok) return letter;
      await tell(tx, kase, 'home-works.refused', {
        reason: reasonsTold(decision),
        tel: tx.office(townshipOf(kase)).telephone,
      });
      return ok({ to: 'refused', opinion: input.opinion });
    },
  });

  const returnToTownship = handler({
    input: ReasonOnly,
    async run(tx, kase, input): Going<'submitted'> {
      await tellOffice(tx, kase, { holder: 'township-clerk', step: '乡镇初审' });
      return ok({ to: 'submitted', opinion: input.reason });
    },
  });

  const object = handler({
    input: Nothing,
    async run(tx, kase): Going<'objected'> {
      await notify(tx, {
        to: { performer: 'township-clerk', division: townshipOf(kase) },
        template: 'home-works.objected',
        params: { name: kase.applicantName, item: await itemName(tx, kase) },
        caseId: kase.id,
      });
      return ok({ to: 'objected', addFlags: ['objection'] });
    },
  });

  const endNotice = handler({
    input: Nothing,
    async run(tx, kase): Going<'assigning'> {
      await tellOffice(tx, kase, { holder: 'county-clerk', step: '派人上门' });
      return ok({ to: 'assigning' });
    },
  });

  const settleObjection = handler({
    input: z.strictObject({
      upheld: choice({ upheld: '异议成立，退回初审', dismissed: '异议不成立' }).meta({ label: '异议是否成立' }),
      result: z
        .string()
        .trim()
        .min(4, '请写明核实情况（至少4个字）')
        .max(500)
        .meta({ label: '核实情况', help: '会答复提出异议的人，不要写健康情况', widget: 'textarea' }),
    }),
    async run(tx, kase, input): Going<'submitted' | 'onNotice'> {
      await settleObjections(tx, kase.id, input.upheld, input.result);
      if (input.upheld === 'upheld') {
        await withdrawNotices(tx, kase.id);
        await giveUpWorks(tx, kase.id);
        return ok({ to: 'submitted', opinion: input.result });
      }
      const notice = await noticeOfCase(tx, kase.id);
      return ok({ to: 'onNotice', opinion: input.result, enteredOn: notice!.postedOn });
    },
  });

  const withdraw = handler({
    input: ReasonOnly,
    async run(tx, kase, input): Going<'withdrawn'> {
      await withdrawNotices(tx, kase.id);
      await giveUpWorks(tx, kase.id);
      return ok({ to: 'withdrawn', opinion: input.reason });
    },
  });

  const stopWorks = handler({
    input: ReasonOnly,
    async run(tx, kase, input): Going<'ended'> {
      const works = await worksOfCase(tx, kase.id);
      if (works) await tellBuilder(tx, kase, works, '已终止，不再施工');
      await giveUpWorks(tx, kase.id);
      return ok({ to: 'ended', opinion: input.reason });
    },
  });

  return {
    accept,
    requestSupplement,
    resubmit,
    approve,
    refuse,
    returnToTownship,
    object,
    endNotice,
    settleObjection,
    withdraw,
    stopWorks,
  };
}
