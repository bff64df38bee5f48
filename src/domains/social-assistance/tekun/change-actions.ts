/** 特困供养变更: opened by the person, a relative, the village, a review or a death; assessed, arranged or ended. */
import { z } from 'zod';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type ActionHandler,
  appliedFor,
  type Case,
  type Effect,
  handler,
  type Opening,
  Reason,
  tellApplicant,
} from '../../../kernel/service/server.ts';
import { townshipOf } from '../family/places.ts';
import type { ChangeApplication } from './application.ts';
import { arrangeAtHome, arrangeInInstitution } from './arrange.ts';
import { arrangeAndTell, atHome, inInstitution } from './arrange-actions.ts';
import { confirmArrival, proposeEnd, receiveFile, recordMove } from './arrival.ts';
import { AssessmentInput, assess, assessmentInitial } from './assess.ts';
import { dueOf } from './award.ts';
import type { ChangeAction, ChangeState } from './change-flow.ts';
import { freeHeld } from './held.ts';
import { beginStop, stopActions } from './stop.ts';
import { lockOpenProfile, openWish, type Profile } from './store.ts';
import { recordWish } from './wishes.ts';
import { isArrival, isYearly, opensHere, recordYearly } from './yearly.ts';

type Done = Promise<Result<Effect<ChangeState>>>;

export const changeFormOf = (kase: Case): ChangeApplication => kase.form as ChangeApplication;

/** What a change needs of the profile: settled care for a change of it, an open profile for its end. */
function fits(profile: Profile | null, form: ChangeApplication): Result<Profile, 'TEKUN_NOT_FOUND' | 'TEKUN_NOT_SETTLED'> {
  if (!profile) return fail('TEKUN_NOT_FOUND', { name: form.person.name });
  return form.kind === 'stop' || profile.state === 'supported' ? ok(profile) : fail('TEKUN_NOT_SETTLED');
}

export async function openChange(tx: Tx, form: ChangeApplication): Promise<Result<Opening>> {
  const { division } = form.person;
  const byPlatform = form.yearly === true || form.arrival === true;
  if (byPlatform && !opensHere(tx)) return fail('NOT_FOUND');
  const problems = [
    ...(form.kind === 'mode' && !form.toMode ? [{ path: 'toMode', message: '请选择改成怎样' }] : []),
    ...(form.kind === 'stop' && !form.ground ? [{ path: 'ground', message: '请选择原因' }] : []),
    ...(form.kind === 'stop' && tx.actor.kind === 'resident' && form.ground !== 'voluntary'
      ? [{ path: 'ground', message: '本人申请的请选“本人自愿退出”，其他情形由工作人员提出' }]
      : []),
    ...(tx.divisions.get(division)?.level === 'village' ? [] : [{ path: 'person.division', message: '请选择到村（社区）' }]),
  ];
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  if (tx.actor.kind === 'staff' && tx.actor.division && !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path: 'person.division', message: '不在您的办理范围内' }]);
  const person = await identifyApplicant(tx, form.person);
  if (!person.ok) return person;
  const applied = appliedFor(tx, person.value, form.person.name);
  const sentByAgent = applied.agentPersonId !== null;
  // 亲属看不到别人的供养档案：有没有档案，受理时再核。年度复核和迁入接续由平台开出，不用再看。
  if (!sentByAgent && !byPlatform) {
    const profile = fits(await lockOpenProfile(tx, person.value), form);
    if (!profile.ok) return profile;
  }
  return ok({
    division,
    ...applied,
    flags: [
      ...(form.supervision ? ['review-supervision'] : form.yearly ? ['review-periodic'] : []),
      ...(form.arrival ? ['review-move'] : []),
      ...(byPlatform && !sentByAgent ? [] : applied.flags),
    ],
    form,
  });
}

async function profileOf(tx: Tx, kase: Case): Promise<Result<Profile>> {
  return fits(await lockOpenProfile(tx, kase.applicantPersonId), changeFormOf(kase));
}

const accept = handler({
  input: z.strictObject({ opinion: z.string().trim().max(500).default('').meta({ label: '备注', widget: 'textarea' }) }),
  offered: async (_tx, kase) => !isYearly(kase) && changeFormOf(kase).kind !== 'moved',
  async run(tx, kase, input): Done {
    if (isYearly(kase) || changeFormOf(kase).kind === 'moved') return fail('NOT_FOUND');
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const form = changeFormOf(kase);
    const opinion = input.opinion || null;
    if (form.kind === 'grade') return ok({ to: 'assessing', opinion });
    if (form.kind === 'stop') {
      await beginStop(tx, profile.value);
      return ok({ to: 'toPost', opinion });
    }
    // 申请入住或者回家，就是登记新的意愿。
    const wish = form.toMode === 'institution' ? 'institution' : form.toMode === 'home' ? 'home' : null;
    if (wish && (await openWish(tx, profile.value.id))?.wish !== wish) await recordWish(tx, profile.value, wish);
    return ok({ to: 'arranging', opinion });
  },
});

/** A proposal to end that somebody else made is not the person's to take back. */
const isProposed = (kase: Case): boolean => {
  const { kind, ground } = changeFormOf(kase);
  return isYearly(kase) || isArrival(kase) || (kind === 'stop' && ground !== 'voluntary');
};

const withdraw = handler({
  input: z.strictObject({ reason: Reason }),
  offered: async (tx, kase) => !isArrival(kase) && (tx.actor.kind !== 'resident' || !isProposed(kase)),
  async run(tx, kase, input): Done {
    if (isArrival(kase) && kase.state !== 'assessing') return fail('STOP_NOT_YOURS');
    if (isProposed(kase) && tx.actor.kind === 'resident') return fail('STOP_NOT_YOURS');
    if (isProposed(kase)) await freeHeld(tx, kase.applicantPersonId, `撤回：${input.reason}`);
    return ok({ to: 'withdrawn', opinion: input.reason });
  },
});

const recordAssessment = handler({
  input: AssessmentInput,
  initial: assessmentInitial,
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    if (!profile.ok) return profile;
    const assessed = await assess(tx, kase, profile.value, input);
    if (!assessed.ok) return assessed;
    const { effectiveMonth } = assessed.value.data;
    const { amountFen } = await dueOf(tx, profile.value, effectiveMonth);
    await tellApplicant(tx, kase, 'tekun.graded', {
      month: longMonth(effectiveMonth),
      amount: yuanDigits(amountFen),
      tel: tx.office(townshipOf(kase)).telephone,
    });
    return ok({ to: 'changed', ...assessed.value });
  },
});

const arrangeHome = handler({
  ...atHome,
  offered: async (_tx, kase) => changeFormOf(kase).toMode !== 'institution',
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    const arranged = await arrangeAndTell(tx, kase, profile, (of) => arrangeAtHome(tx, kase, of, input));
    return arranged.ok ? ok({ to: 'changed', ...arranged.value }) : arranged;
  },
});

const arrangeInstitution = handler({
  ...inInstitution,
  offered: async (_tx, kase) => changeFormOf(kase).toMode === 'institution',
  async run(tx, kase, input): Done {
    const profile = await profileOf(tx, kase);
    const arranged = await arrangeAndTell(tx, kase, profile, (of) => arrangeInInstitution(tx, kase, of, input));
    return arranged.ok ? ok({ to: 'changed', ...arranged.value }) : arranged;
  },
});

export const changeActions: Readonly<Record<ChangeAction, ActionHandler<never, ChangeState>>> = {
  accept,
  withdraw,
  recordAssessment,
  arrangeHome,
  arrangeInstitution,
  recordYearly,
  recordMove,
  receiveFile,
  confirmArrival,
  proposeEnd,
  ...stopActions,
};
