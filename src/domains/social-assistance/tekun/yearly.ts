/**
 * 特困年度复核 (4.3, 4.6): opened thirty days before the year is over. Seen alive, still without means and support, the wish asked again; a changed
 * self-care is assessed anew, a reason to end goes the way of every end: heard, posted, decided.
 */
import { z } from 'zod';
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, type CaseReceipt, type Effect, handler, openCaseIn } from '../../../kernel/service/server.ts';
import { moveOfCase, planNext } from '../review/store.ts';
import type { ChangeApplication } from './application.ts';
import type { ChangeState } from './change-flow.ts';
import { freeHeld } from './held.ts';
import { recognisedBy } from './origin.ts';
import { findProfile, lockOpenProfile, openWish, type Profile, updateProfile } from './store.ts';
import { type StopGround, wishes } from './terms.ts';
import { proveLife } from './visits.ts';
import { recordWish } from './wishes.ts';

/** The next yearly review, counted from today. */
export async function planYearly(
  tx: Tx,
  profile: Pick<Profile, 'baseEntitlementId' | 'division'>,
): Promise<Result<null, 'PARAM_MISSING'>> {
  const months = await wholeParameter(tx, 'TEKUN-REVIEW-MONTHS', profile.division, tx.today);
  if (!months.ok) return months;
  const { baseEntitlementId: entitlementId, division } = profile;
  await planNext(tx, { entitlementId, division, unsteady: false, months: months.value });
  return ok(null);
}

/** Transactions in which the platform opens a review or an arrival: no form that comes from outside is one. */
const openingHere = new WeakSet<Tx>();
export const opensHere = (tx: Tx): boolean => openingHere.has(tx);

export async function openHere(tx: Tx, form: ChangeApplication): Promise<Result<CaseReceipt>> {
  openingHere.add(tx);
  const opened = await openCaseIn(tx, { itemId: 'SA-04', channel: 'discovery', form });
  openingHere.delete(tx);
  return opened;
}

/** Also out of turn, for another reason than the calendar. */
export async function openYearly(
  tx: Tx,
  personId: PersonId,
  detail = '年度复核：到期，由平台开出',
  more: Pick<ChangeApplication, 'supervision'> = {},
): Promise<Result<CaseReceipt>> {
  const profile = await findProfile(tx, personId);
  if (!profile || profile.state === 'ended') return fail('TEKUN_NOT_FOUND', { name: '该人员' });
  const recognised = await recognisedBy(tx, profile);
  if (!recognised.ok) return recognised;
  const { name, idNumber } = recognised.value.form.applicant;
  return openHere(tx, { person: { name, idNumber, division: profile.division }, kind: 'grade', yearly: true, detail, ...more });
}

export const isYearly = (kase: Case): boolean => (kase.form as ChangeApplication).yearly === true;
/** 县级抽查: looked at again because the county holds the decision of a township wrong. */
export const isSupervised = (kase: Case): boolean => (kase.form as ChangeApplication).supervision === true;
/** 迁入: the support goes on here, and is looked at by the file that came along. */
export const isArrival = (kase: Case): boolean => (kase.form as ChangeApplication).arrival === true;

/** The ground that a yearly review found, kept on the case. */
export const GROUND = 'stop-';
export const groundFound = (kase: Case): StopGround | null =>
  (kase.flags.find((flag) => flag.startsWith(GROUND))?.slice(GROUND.length) as StopGround | undefined) ?? null;

const Yearly = z.strictObject({
  seenOn: PlainDateText.meta({
    label: '哪天见到本人',
    widget: 'date',
    format: 'plain-date',
    help: '去世的请先登记死亡，不用办复核',
  }),
  means: choice({ no: '没有，和认定时一样', yes: '有了，或者财产不再符合' }).meta({ label: '有没有生活来源' }),
  obligor: choice({ no: '没有，和认定时一样', yes: '有了有能力的义务人' }).meta({ label: '有没有能供养的义务人' }),
  capacity: choice({ no: '没有恢复', yes: '恢复了劳动能力' }).meta({ label: '劳动能力' }),
  care: choice({ same: '没有明显变化', differs: '有变化，要重新评估' }).meta({ label: '生活自理能力' }),
  wish: choice(wishes).meta({ label: '本人愿意怎样供养', help: '每年都要当面问一次' }),
  note: z.string().trim().min(4, '请写明看到的情况').max(500).meta({ label: '看到的情况', widget: 'textarea' }),
  photos: z.array(FileRef).max(6).default([]).meta({ label: '照片', paper: 'visit-photo' }),
});

/** The last day on which what came from another county is paid without having been confirmed. */
async function provisionalEnd(tx: Tx, kase: Case): Promise<PlainDate> {
  const move = await moveOfCase(tx, kase.id);
  if (!move) throw new Error(`arrival ${kase.id} without a move`);
  return plusDays(firstDayOf(plusMonths(move.provisionalTo, 1)), -1);
}

const groundOfYearly = (input: z.infer<typeof Yearly>): StopGround | null =>
  input.capacity === 'yes' ? 'work-capacity' : input.means === 'yes' ? 'means' : input.obligor === 'yes' ? 'obligor' : null;

export const recordYearly = handler({
  input: Yearly,
  offered: async (_tx, kase) => isYearly(kase) || (isArrival(kase) && kase.state === 'arriving'),
  async initial(tx, kase) {
    const profile = await findProfile(tx, kase.applicantPersonId);
    const wish = profile && (await openWish(tx, profile.id));
    const lives = profile?.mode === 'institution' ? 'institution' : 'undecided';
    return { seenOn: tx.today, means: 'no', obligor: 'no', capacity: 'no', care: 'same', wish: wish?.wish ?? lives };
  },
  async run(tx, kase, input): Promise<Result<Effect<ChangeState>>> {
    const arrives = isArrival(kase);
    if (!isYearly(kase) && !arrives) return fail('NOT_FOUND');
    if (arrives && kase.state !== 'arriving') return fail('FILE_NOT_RECEIVED');
    if (input.seenOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'seenOn', message: '日期不能晚于今天' }]);
    const profile = await lockOpenProfile(tx, kase.applicantPersonId);
    if (!profile) return fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
    const bound = await bindFiles(tx, input.photos, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    await proveLife(tx, profile, input.seenOn);
    if ((await openWish(tx, profile.id))?.wish !== input.wish) await recordWish(tx, profile, input.wish);
    const planned = await planYearly(tx, profile);
    if (!planned.ok) return planned;
    const ground = groundOfYearly(input);
    const done = { opinion: input.note, data: { yearly: input } };
    if (ground) {
      await updateProfile(tx, profile.id, { state: 'stopping' });
      return ok({ ...done, to: 'toPost', addFlags: [`${GROUND}${ground}`] });
    }
    await freeHeld(tx, profile.personId, '已重新核实，继续供养');
    // 迁入的、县级抽查认为不对的，由县里按本县标准确认。
    if (isSupervised(kase)) return ok({ ...done, to: 'confirming' });
    if (arrives) return ok({ ...done, to: 'confirming', notAfter: await provisionalEnd(tx, kase) });
    return ok({ ...done, to: input.care === 'differs' && profile.state === 'supported' ? 'assessing' : 'kept' });
  },
});
