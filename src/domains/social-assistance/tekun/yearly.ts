/**
 * 特困年度复核 (4.3, 4.6): opened thirty days before the year is over. Seen alive, still without means and support, the wish asked again; a changed
 * self-care is assessed anew, a reason to end goes the way of every end: heard, posted, decided.
 */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Case, type CaseReceipt, type Effect, getCase, handler, openCaseIn } from '../../../kernel/service/server.ts';
import { formOf } from '../family/facts-of-case.ts';
import { planNext } from '../review/store.ts';
import type { ChangeApplication } from './application.ts';
import type { ChangeState } from './change-flow.ts';
import { findProfile, lockOpenProfile, openWish, type Profile, updateProfile } from './store.ts';
import { type StopGround, wishes } from './terms.ts';
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

/** Transactions in which the platform opens a yearly review: no form that comes from outside is one. */
const openingHere = new WeakSet<Tx>();
export const opensYearly = (tx: Tx): boolean => openingHere.has(tx);

/** Also out of turn, for another reason than the calendar. */
export async function openYearly(
  tx: Tx,
  personId: PersonId,
  detail = '年度复核：到期，由平台开出',
): Promise<Result<CaseReceipt>> {
  const profile = await findProfile(tx, personId);
  if (!profile || profile.state === 'ended') return fail('TEKUN_NOT_FOUND', { name: '该人员' });
  const recognised = await getCase(tx, profile.caseId);
  if (!recognised.ok) return recognised;
  const { name, idNumber } = formOf(recognised.value).applicant;
  const form: ChangeApplication = {
    person: { name, idNumber, division: profile.division },
    kind: 'grade',
    yearly: true,
    detail,
  };
  openingHere.add(tx);
  const opened = await openCaseIn(tx, { itemId: 'SA-04', channel: 'discovery', form });
  openingHere.delete(tx);
  return opened;
}

export const isYearly = (kase: Case): boolean => (kase.form as ChangeApplication).yearly === true;

/** The ground that a yearly review found, kept on the case. */
const GROUND = 'stop-';
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

const groundOfYearly = (input: z.infer<typeof Yearly>): StopGround | null =>
  input.capacity === 'yes' ? 'work-capacity' : input.means === 'yes' ? 'means' : input.obligor === 'yes' ? 'obligor' : null;

export const recordYearly = handler({
  input: Yearly,
  offered: async (_tx, kase) => isYearly(kase),
  async initial(tx, kase) {
    const profile = await findProfile(tx, kase.applicantPersonId);
    const wish = profile && (await openWish(tx, profile.id));
    const lives = profile?.mode === 'institution' ? 'institution' : 'undecided';
    return { seenOn: tx.today, means: 'no', obligor: 'no', capacity: 'no', care: 'same', wish: wish?.wish ?? lives };
  },
  async run(tx, kase, input): Promise<Result<Effect<ChangeState>>> {
    if (!isYearly(kase)) return fail('NOT_FOUND');
    if (input.seenOn > tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'seenOn', message: `日期不能晚于今天（${tx.today}）` }]);
    const profile = await lockOpenProfile(tx, kase.applicantPersonId);
    if (!profile) return fail('TEKUN_NOT_FOUND', { name: kase.applicantName });
    const bound = await bindFiles(tx, input.photos, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
    if ((await openWish(tx, profile.id))?.wish !== input.wish) await recordWish(tx, profile, input.wish);
    const planned = await planYearly(tx, profile);
    if (!planned.ok) return planned;
    const ground = groundOfYearly(input);
    const done = { opinion: input.note, data: { yearly: input } };
    if (ground) {
      await updateProfile(tx, profile.id, { state: 'stopping' });
      return ok({ ...done, to: 'toPost', addFlags: [`${GROUND}${ground}`] });
    }
    return ok({ ...done, to: input.care === 'differs' && profile.state === 'supported' ? 'assessing' : 'kept' });
  },
});
