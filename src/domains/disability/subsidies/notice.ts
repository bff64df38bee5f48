/**
 * 可选的公示 (4.1): a county may switch on a notice of some days before its decision, with nothing but the name and the kind of subsidy; off unless it does.
 * Whoever objects is answered by the township; what is upheld goes back to the first check.
 */
import { z } from 'zod';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import {
  type Case,
  type Effect,
  handler,
  noticeOfCase,
  postNotice,
  settleObjections,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { townshipOf } from '../letters.ts';
import { type Kind, kinds } from './facts.ts';
import { computeCase } from './facts-of-case.ts';
import type { SubsidyState } from './flow.ts';
import { issueNotice } from './letters.ts';

type Done = Promise<Result<Effect<SubsidyState>>>;
/** Days of the notice; 0: the county has none. */
export const NOTICE_DAYS = 'SUBSIDY-NOTICE-DAYS';

/** What would be granted anew, and so stands on the notice: nothing for a change of account or an end. */
async function proposedKinds(tx: Tx, kase: Case): Promise<Result<Kind[]>> {
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return computed;
  const { decisions, active } = computed.value;
  return ok(decisions.filter((d) => d.outcome === 'eligible' && !active.includes(d.kind)).map((d) => d.kind));
}

/** The days of a notice that still has to hang before the county decides; 0 where none has to. */
export async function noticeOwed(tx: Tx, kase: Case): Promise<Result<number>> {
  const days = await wholeParameter(tx, NOTICE_DAYS, kase.division, tx.today);
  if (!days.ok || days.value === 0) return days;
  const wanted = await proposedKinds(tx, kase);
  if (!wanted.ok) return wanted;
  if (wanted.value.length === 0) return ok(0);
  const notice = await noticeOfCase(tx, kase.id);
  return ok(notice && notice.withdrawnOn === null && notice.endsOn < tx.today ? 0 : days.value);
}

const post = handler({
  input: z.strictObject({ place: z.string().trim().min(2, '请填写张贴地点').max(60).meta({ label: '张贴地点' }) }),
  initial: async () => ({ place: '村（居）委会公示栏' }),
  offered: async (tx, kase) => {
    const owed = await noticeOwed(tx, kase);
    return owed.ok && owed.value > 0;
  },
  async run(tx, kase, input): Done {
    const owed = await noticeOwed(tx, kase);
    if (!owed.ok) return owed;
    if (owed.value === 0) return fail('SUBSIDY_NO_NOTICE');
    const wanted = await proposedKinds(tx, kase);
    if (!wanted.ok) return wanted;
    const endsOn = plusDays(tx.today, owed.value);
    const names = wanted.value.map((kind) => kinds[kind]).join('、');
    await postNotice(tx, {
      caseId: kase.id,
      kind: 'proposed',
      division: kase.division,
      memberCount: 1,
      amountFen: null,
      text: `拟给予${names}`,
      place: input.place,
      telephone: tx.office(townshipOf(kase)).telephone,
      postedOn: tx.today,
      endsOn,
    });
    const sheet = await issueNotice(tx, kase, { names, postedOn: tx.today, endsOn });
    if (!sheet.ok) return sheet;
    return ok({ to: 'onNotice', opinion: `张贴于${input.place}，至${endsOn}`, enteredOn: tx.today });
  },
});

const object = handler({
  input: z.strictObject({}),
  async run(tx, kase): Done {
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf(kase) },
      template: 'disability.objected',
      params: { name: kase.applicantName },
      caseId: kase.id,
    });
    return ok({ to: 'objected', addFlags: ['objection'] });
  },
});

const endNotice = handler({ input: z.strictObject({}), run: async (): Done => ok({ to: 'approving' }) });

const settleObjection = handler({
  input: z.strictObject({
    upheld: choice({ upheld: '异议成立，退回初审重新核实', dismissed: '异议不成立' }).meta({ label: '异议是否成立' }),
    result: z
      .string()
      .trim()
      .min(4, '请写明核实情况（至少4个字）')
      .max(500)
      .meta({ label: '核实情况', help: '会答复提出异议的人', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    await settleObjections(tx, kase.id, input.upheld, input.result);
    if (input.upheld === 'upheld') {
      await withdrawNotices(tx, kase.id);
      return ok({ to: 'checking', opinion: input.result });
    }
    const notice = await noticeOfCase(tx, kase.id);
    const runs = notice !== null && notice.endsOn >= tx.today;
    return runs
      ? ok({ to: 'onNotice', opinion: input.result, enteredOn: notice.postedOn })
      : ok({ to: 'approving', opinion: input.result });
  },
});

export const noticeActions = { postNotice: post, object, endNotice, settleObjection };
