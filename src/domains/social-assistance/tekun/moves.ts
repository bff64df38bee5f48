/**
 * 特困供养跨县接续 (4.3, 4.6): the support goes on in the county that the person has moved to, without a new application. Base and care end here with the
 * month of the move and begin there with the next, by the standards of the place; grade, agreement and wish go along, and the file with them.
 */
import { systemActor } from '../../../kernel/access/index.ts';
import { longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { endEntitlement } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { householdOf } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { countyOf } from '../family/places.ts';
import { insertMove, type TransferredFile } from '../review/facts.ts';
import { lastMonthOf, type Moved, papersOf, provisionalLast, sendSheet } from '../review/handover.ts';
import { dueOf, tellOthers } from './award.ts';
import { carryCare, carryMoney, type Former, type There } from './carry.ts';
import type { TekunFacts } from './facts.ts';
import { recognisedBy } from './origin.ts';
import {
  agreementOf,
  anyToHandOver,
  assessmentsOf,
  endAgreement,
  insertProfile,
  isBeingChanged,
  lockOpenProfile,
  openWish,
  type Profile,
  profilesToHandOver,
  settleWish,
  updateProfile,
} from './store.ts';
import { endReasons } from './terms.ts';
import { openHere, planYearly } from './yearly.ts';

/** What is not finished here (an assessment, an end) is finished first; the move is kept in mind until then. */
export async function followTekunMove(tx: Tx, move: Moved): Promise<void> {
  const profile = await lockOpenProfile(tx, move.personId);
  if (!profile || profile.endReason !== null) return;
  const leaves = countyOf(profile) !== countyOf({ division: move.toDivision });
  if (leaves && profile.state === 'supported' && !(await isBeingChanged(tx, move.personId)))
    return handOver(tx, profile, { to: move.toDivision, movedOn: move.movedOn });
  await updateProfile(tx, profile.id, {
    movingTo: leaves ? move.toDivision : null,
    movedOn: leaves ? move.movedOn : null,
  });
}

const BATCH = 100;

/** The daily job: whoever has moved, and for whom everything here is finished by now. */
export const handOverTekun = whenDue(anyToHandOver, async (context) => {
  const some = () =>
    context.write(systemActor('tekun', context.city), async (tx) => {
      const profiles = await profilesToHandOver(tx, BATCH);
      for (const profile of profiles) await handOver(tx, profile, { to: profile.movingTo!, movedOn: profile.movedOn! });
      return profiles.length;
    });
  while ((await some()) === BATCH);
});

interface Leaving {
  readonly to: DivisionCode;
  readonly movedOn: PlainDate;
}

async function handOver(tx: Tx, profile: Profile, { to, movedOn }: Leaving): Promise<void> {
  const { personId } = profile;
  const recognised = await recognisedBy(tx, profile);
  const household = await householdOf(tx, personId);
  if (!recognised.ok || !household) throw new Error(`move of profile ${profile.id}: no file or no household`);
  const file = await fileFor(tx, recognised.value, { division: to, urbanRural: household.urbanRural });
  const former = await endHere(tx, profile, movedOn);
  const move: Moved = { personId, fromDivision: profile.division, toDivision: to, movedOn };
  const { name, idNumber } = file.form.applicant;
  const opened = await openHere(tx, {
    person: { name, idNumber, division: to },
    kind: 'moved',
    arrival: true,
    detail: `从${tx.divisions.fullName(profile.division)}迁入，凭移交的档案重新确认`,
  });
  if (!opened.ok) throw new Error(`arrival of profile ${profile.id}: ${opened.code}`);
  const caseId = opened.value.id;
  const firstMonth = plusMonths(former.lastMonth, 1);
  const there: There = { caseId, division: to, urbanRural: household.urbanRural, firstMonth };
  const provisionalTo = await provisionalLast(tx, to, firstMonth);
  const paid = await carryMoney(tx, former, there, provisionalTo);
  const { division, urbanRural } = there;
  await insertProfile(tx, { personId, caseId, division, urbanRural, fromMonth: firstMonth, baseEntitlementId: paid.baseId });
  const goesOn = (await lockOpenProfile(tx, personId))!;
  await carryCare(tx, former, goesOn, { ...there, ...paid });
  await insertMove(tx, {
    id: newId(),
    what: 'tekun',
    oldEntitlementId: profile.baseEntitlementId,
    newEntitlementId: paid.baseId,
    oldCareId: profile.careEntitlementId!,
    newCareId: paid.careId,
    householdId: household.id,
    personId,
    personName: name,
    fromDivision: profile.division,
    division: to,
    movedOn,
    lastMonth: former.lastMonth,
    firstMonth,
    provisionalTo,
    caseId,
    file,
  });
  const planned = await planYearly(tx, goesOn);
  if (!planned.ok) throw new Error(`review of ${goesOn.id}: ${planned.code}`);
  await tellOthers(tx, (await lockOpenProfile(tx, personId))!, {
    effectiveMonth: firstMonth,
    reason: 'move',
    from: null,
    to: 'active',
  });
  await sendSheet(tx, {
    move,
    caseId,
    papers: file.papers,
    what: '特困人员救助供养',
    lastMonth: former.lastMonth,
    formerFen: former.amountFen,
  });
  await notify(tx, {
    to: { personId },
    template: 'tekun.moved',
    params: {
      place: tx.divisions.fullName(to),
      last: longMonth(former.lastMonth),
      first: longMonth(firstMonth),
      amount: yuanDigits(paid.amountFen),
    },
    caseId,
  });
}

/** The file as the new county needs it: the same facts, in the new place. */
async function fileFor(
  tx: Tx,
  recognised: {
    caseId: string;
    form: TransferredFile['form'];
    family(): Promise<TransferredFile['family']>;
    facts(): Promise<TekunFacts>;
  },
  place: Pick<TekunFacts, 'division' | 'urbanRural'>,
): Promise<TransferredFile> {
  const { caseId, form } = recognised;
  return {
    caseId,
    applicantName: form.applicant.name,
    form: { ...form, applicant: { ...form.applicant, ...place } },
    family: await recognised.family(),
    facts: { ...(await recognised.facts()), ...place },
    papers: await papersOf(tx, caseId),
  };
}

/** Both entitlements, the agreement and the wish end here with the month; what was is given on. */
async function endHere(tx: Tx, profile: Profile, movedOn: PlainDate): Promise<Former> {
  const ids = [profile.baseEntitlementId, profile.careEntitlementId!];
  const lastMonth = latest(await lastMonthOf(tx, ids, movedOn), plusMonths(profile.fromMonth, -1));
  const former: Former = {
    profile,
    lastMonth,
    amountFen: (await dueOf(tx, profile, lastMonth)).amountFen,
    assessments: await assessmentsOf(tx, profile.id),
    agreement: await agreementOf(tx, profile.id),
    wish: await openWish(tx, profile.id),
  };
  for (const id of ids) {
    const ended = await endEntitlement(tx, { id, lastMonth, reason: endReasons.moved });
    if (!ended.ok) throw new Error(`move of profile ${profile.id}: ${ended.code}`);
  }
  await endAgreement(tx, profile.id, lastMonth);
  await settleWish(tx, profile.id, 'ended');
  await updateProfile(tx, profile.id, { state: 'ended', lastMonth, endReason: 'moved', movingTo: null, movedOn: null });
  await tellOthers(tx, profile, { effectiveMonth: lastMonth, reason: 'move', from: 'active', to: 'ended' });
  return former;
}

const latest = (a: YearMonth, b: YearMonth): YearMonth => (a > b ? a : b);
