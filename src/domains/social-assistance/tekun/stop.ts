/** 终止供养 (43号第二十四条至第二十七条): heard, posted for seven days in the village or the institution, decided, ended with the month; then tested for other help. */
import { z } from 'zod';
import { longMonth, monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { endEntitlement, handOverHold } from '../../../kernel/payment/server.ts';
import { saveDecision, textValue, wholeParameter } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import {
  type ActionHandler,
  type Case,
  caseEvents,
  type Effect,
  handler,
  Opinion,
  openCaseIn,
  postNotice as post,
  Reason,
  settleObjections,
  tellApplicant,
  withdrawNotices,
} from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import { Nothing, telephone } from '../procedure/index.ts';
import { adviceAfter } from './advice.ts';
import type { ChangeApplication } from './application.ts';
import { tellOthers } from './award.ts';
import type { ChangeAction, ChangeState } from './change-flow.ts';
import { freeHeld, HELD, settleArrival } from './held.ts';
import { issueStopDecision, issueStopNotice } from './letters.ts';
import { recognisedBy } from './origin.ts';
import { endAgreement, findProfile, lockOpenProfile, type Profile, settleWish, updateProfile } from './store.ts';
import { type StopGround, stopGrounds } from './terms.ts';
import { groundFound, isArrival } from './yearly.ts';

type Done = Promise<Result<Effect<ChangeState>>>;
type StopAction = Extract<
  ChangeAction,
  'recordHearing' | 'postNotice' | 'object' | 'endNotice' | 'recordInvestigation' | 'stop' | 'keep'
>;

export const beginStop = (tx: Tx, profile: Profile): Promise<number> => updateProfile(tx, profile.id, { state: 'stopping' });

/** Opens the procedure that ends a support: from a death, a review, a finding. Somebody accepts it; nothing stops by itself. */
export async function proposeStop(
  tx: Tx,
  of: { personId: PersonId; ground: StopGround; detail: string },
): Promise<Result<unknown>> {
  const profile = await findProfile(tx, of.personId);
  if (!profile || profile.state === 'ended') return fail('TEKUN_NOT_FOUND', { name: '该人员' });
  const recognised = await recognisedBy(tx, profile);
  if (!recognised.ok) return recognised;
  const { name, idNumber } = recognised.value.form.applicant;
  const form: ChangeApplication = {
    person: { name, idNumber, division: profile.division },
    kind: 'stop',
    ground: of.ground,
    detail: of.detail,
  };
  return openCaseIn(tx, { itemId: 'SA-04', channel: 'discovery', form });
}

/** A warning that was found true: the end is proposed, and what the warning holds stays held until it is decided. Null: not supported. */
export async function proposeStopOnWarning(
  tx: Tx,
  of: {
    personId: PersonId;
    ground: StopGround;
    detail: string;
    held: { code: string; personIds: readonly string[] };
  },
): Promise<Result<unknown> | null> {
  const profile = await lockOpenProfile(tx, of.personId);
  if (!profile) return null;
  const opened = await proposeStop(tx, of);
  // 已有没办完的变更办件：由它接着办，暂停照样延续。
  if (!opened.ok && opened.code !== 'SAME_APPLICATION_OPEN') return opened;
  if (of.held.personIds.includes(of.personId))
    await handOverHold(tx, {
      personId: of.personId,
      division: profile.division,
      from: of.held.code,
      to: HELD,
      reason: '预警属实，作出决定前暂停',
      entitlementIds: [profile.baseEntitlementId, ...(profile.careEntitlementId ? [profile.careEntitlementId] : [])],
    });
  return ok(null);
}

const groundOf = (kase: Case): StopGround => (kase.form as ChangeApplication).ground ?? groundFound(kase) ?? 'voluntary';

/** The last month: that of the death, else that of the day on which it is decided. */
const lastMonthOf = (tx: Tx, profile: Profile): YearMonth => profile.lastMonth ?? monthOf(tx.today);

async function stoppingProfile(tx: Tx, kase: Case): Promise<Result<Profile, 'TEKUN_NOT_FOUND'>> {
  const profile = await lockOpenProfile(tx, kase.applicantPersonId);
  return profile ? ok(profile) : fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
}

const recordHearing = handler({
  input: z.strictObject({
    how: choice({ visit: '上门', phone: '电话', office: '到窗口', online: '网上' }).meta({ label: '怎样听取的' }),
    heardOn: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, '请填写日期')
      .meta({ label: '听取日期', widget: 'date', format: 'plain-date' }),
    person: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '谁说的', help: '本人，或者监护人' }),
    said: z.string().trim().min(2, '请写明意见').max(1000).meta({ label: '意见', widget: 'textarea' }),
  }),
  initial: async (tx, kase) => ({ heardOn: tx.today, person: kase.applicantName }),
  offered: async (_tx, kase) => groundOf(kase) !== 'died',
  async run(tx, kase, input): Done {
    if (input.heardOn > tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'heardOn', message: '听取日期不能晚于今天' }]);
    return ok({ to: kase.state as ChangeState, opinion: `${input.person}：${input.said}`, data: { hearing: input } });
  },
});

/** What the person said last; null when nobody was heard. */
async function hearingOf(tx: Tx, kase: Case): Promise<string | null> {
  const heard = (await caseEvents(tx, kase.id)).findLast((e) => e.data?.hearing);
  return heard ? heard.opinion : null;
}

const postNotice = handler({
  input: z.strictObject({
    place: z
      .string()
      .trim()
      .min(2, '请填写张贴地点')
      .max(60)
      .meta({ label: '张贴地点', help: '村（社区）公示栏；住在机构的贴在机构' }),
  }),
  initial: async () => ({ place: '村（居）委会公示栏' }),
  async run(tx, kase, input): Done {
    const days = await wholeParameter(tx, 'NOTICE-DAYS', kase.division, tx.today);
    if (!days.ok) return days;
    const profile = await stoppingProfile(tx, kase);
    if (!profile.ok) return profile;
    const until: PlainDate = plusDays(tx.today, days.value);
    await post(tx, {
      caseId: kase.id,
      kind: 'proposed',
      division: kase.division,
      memberCount: 1,
      amountFen: null,
      text: '拟终止特困人员救助供养',
      place: input.place,
      telephone: telephone(tx, kase),
      postedOn: tx.today,
      endsOn: until,
    });
    const sheet = await issueStopNotice(tx, kase, { lastMonth: lastMonthOf(tx, profile.value), postedOn: tx.today, until });
    if (!sheet.ok) return sheet;
    if (groundOf(kase) !== 'died') await tellApplicant(tx, kase, 'tekun.hearing', { tel: telephone(tx, kase) });
    return ok({ to: 'onNotice', opinion: `张贴于${input.place}，至${until}`, enteredOn: tx.today });
  },
});

const object = handler({ input: Nothing, run: async (): Done => ok({ to: 'objected', addFlags: ['objection'] }) });

const endNotice = handler({ input: Nothing, run: async (): Done => ok({ to: 'deciding' }) });

const recordInvestigation = handler({
  input: z.strictObject({
    upheld: choice({ upheld: '异议成立，不应终止', dismissed: '异议不成立' }).meta({ label: '异议是否成立' }),
    result: z.string().trim().min(4).max(500).meta({ label: '调查结果', help: '会答复提出异议的人', widget: 'textarea' }),
  }),
  async run(tx, kase, input): Done {
    await settleObjections(tx, kase.id, input.upheld, input.result);
    await withdrawNotices(tx, kase.id);
    if (input.upheld === 'upheld') await backToSupport(tx, kase);
    return ok({ to: input.upheld === 'upheld' ? 'kept' : 'toPost', opinion: input.result });
  },
});

async function backToSupport(tx: Tx, kase: Case): Promise<void> {
  const profile = await lockOpenProfile(tx, kase.applicantPersonId);
  if (profile?.state === 'stopping')
    await updateProfile(tx, profile.id, {
      state: profile.careEntitlementId ? 'supported' : profile.grade ? 'arranging' : 'assessing',
    });
  await freeHeld(tx, kase.applicantPersonId, '决定继续供养');
  if (isArrival(kase)) await settleArrival(tx, kase);
  await tellApplicant(tx, kase, 'tekun.kept', {});
}

/** The end as a decision: reasons and remedies are those of every decision, an appeal names it. */
const saveStop = (tx: Tx, kase: Case, ground: StopGround): Promise<string> =>
  saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision: {
      programme: 'tekun',
      rule: { name: 'tekun-stop', version: '2026-07' },
      asOf: tx.today,
      outcome: 'not-eligible',
      clauses: [
        {
          name: '没有应当终止供养的情形',
          verdict: 'unmet',
          value: textValue(stopGrounds[ground]),
          limit: null,
          basis: '民发〔2021〕43号第二十四条、第二十六条；《社会救助法》第四十八条',
        },
      ],
      amountFen: 0,
      effectiveMonth: null,
      breakdown: [],
      parameters: [],
    },
    facts: { ground },
  });

const stop = handler({
  input: z.strictObject({ opinion: Opinion }),
  initial: async () => ({ opinion: '经公示，同意终止特困人员救助供养。' }),
  async run(tx, kase, input): Done {
    const profile = await stoppingProfile(tx, kase);
    if (!profile.ok) return profile;
    const ground = groundOf(kase);
    const hearing = await hearingOf(tx, kase);
    if (ground !== 'died' && hearing === null) return fail('STOP_HEARING_MISSING');
    const lastMonth = lastMonthOf(tx, profile.value);
    const recognised = await recognisedBy(tx, profile.value);
    if (!recognised.ok) return recognised;
    const { form, facts } = recognised.value;
    const advice =
      ground === 'died' ? '承担丧葬费用的人可以申领一次性丧葬补助。' : await adviceAfter(tx, { form, facts: await facts() });
    if (ground !== 'died') await endAll(tx, profile.value, lastMonth, ground);
    await freeHeld(tx, profile.value.personId, '已作出终止决定');
    if (isArrival(kase)) await settleArrival(tx, kase);
    await updateProfile(tx, profile.value.id, { state: 'ended', lastMonth, endReason: ground });
    await withdrawNotices(tx, kase.id);
    const decisionId = await saveStop(tx, kase, ground);
    const letter = await issueStopDecision(tx, kase, {
      ground,
      detail: (kase.form as ChangeApplication).detail,
      lastMonth,
      hearing,
      advice,
    });
    if (!letter.ok) return letter;
    if (ground !== 'died') {
      await tellApplicant(tx, kase, 'tekun.stopped', { month: longMonth(lastMonth), tel: tx.office(countyOf(kase)).telephone });
      await notify(tx, {
        to: { performer: 'township-clerk', division: townshipOf(kase) },
        template: 'tekun.after-stop',
        params: { name: kase.applicantName, advice },
        caseId: kase.id,
      });
    }
    return ok({ to: 'ended', opinion: input.opinion, data: { decisionId, lastMonth, ground, advice } });
  },
});

/** Both entitlements end with the month; agreement and wish with them. */
async function endAll(tx: Tx, profile: Profile, lastMonth: YearMonth, reason: string): Promise<void> {
  for (const id of [profile.baseEntitlementId, profile.careEntitlementId]) {
    const ended = id ? await endEntitlement(tx, { id, lastMonth, reason: `终止特困供养：${reason}` }) : null;
    if (ended && !ended.ok && ended.code !== 'ENTITLEMENT_ENDED')
      throw new Error(`entitlement ${id} of profile ${profile.id}: ${ended.code}`);
  }
  await endRecords(tx, profile, lastMonth, reason);
}

export async function endRecords(tx: Tx, profile: Profile, lastMonth: YearMonth, reason: string): Promise<void> {
  await endAgreement(tx, profile.id, lastMonth);
  await settleWish(tx, profile.id, 'ended');
  await tellOthers(tx, profile, { effectiveMonth: lastMonth, reason, from: 'active', to: 'ended' });
}

const keep = handler({
  input: z.strictObject({ reason: Reason }),
  // 死亡登记撤销了的，供养照旧，也由县里继续供养办结
  offered: async (tx, kase) => groundOf(kase) !== 'died' || (await findProfile(tx, kase.applicantPersonId))?.endReason !== 'died',
  async run(tx, kase, input): Done {
    await withdrawNotices(tx, kase.id);
    await backToSupport(tx, kase);
    return ok({ to: 'kept', opinion: input.reason });
  },
});

export const stopActions: Readonly<Record<StopAction, ActionHandler<never, ChangeState>>> = {
  recordHearing,
  postNotice,
  object,
  endNotice,
  recordInvestigation,
  stop,
  keep,
};
