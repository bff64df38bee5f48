/** A death in 特困供养: the file says so at once, the notice follows as a case; and what happens when the death was none, or was on another day. */
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';
import { tellOthers } from './award.ts';
import { recognisedBy } from './origin.ts';
import { endRecords, proposeStop } from './stop.ts';
import { findProfile, lockOpenProfile, type Profile, resumeAgreement, updateProfile } from './store.ts';

const nameIn = async (tx: Tx, profile: Profile): Promise<string> => {
  const recognised = await recognisedBy(tx, profile);
  return recognised.ok ? recognised.value.form.applicant.name : '特困人员';
};

const tellTownship = async (
  tx: Tx,
  profile: Profile,
  of: { template: 'tekun.died' | 'tekun.death-revoked' | 'tekun.death-corrected'; month: YearMonth },
): Promise<void> =>
  notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(profile) },
    template: of.template,
    params: { name: await nameIn(tx, profile), month: longMonth(of.month) },
    caseId: profile.caseId,
  });

/** A confirmed death: the payments have ended with its month (kernel); the file says so at once, the notice follows as a case. */
export async function endTekunAtDeath(tx: Tx, of: { personId: PersonId; diedOn: PlainDate }): Promise<void> {
  const profile = await lockOpenProfile(tx, of.personId);
  if (!profile || profile.endReason === 'died') return;
  const lastMonth = monthOf(of.diedOn);
  await updateProfile(tx, profile.id, { lastMonth, endReason: 'died' });
  await endRecords(tx, profile, lastMonth, 'died');
  const opened = await proposeStop(tx, { personId: of.personId, ground: 'died', detail: `${of.diedOn}去世` });
  // 已有没办完的变更办件时，由乡镇先办结它，再报告终止。
  if (!opened.ok && opened.code !== 'SAME_APPLICATION_OPEN') throw new Error(`end of profile ${profile.id}: ${opened.code}`);
  await tellTownship(tx, profile, { template: 'tekun.died', month: lastMonth });
}

/**
 * The death was none: the support goes on from the month after the supposed one, with its agreement. The procedure that ends it, where one is under way, is closed by the county
 * (继续供养); nothing is decided here.
 */
export async function resumeTekunAfterDeath(tx: Tx, { personId }: { personId: PersonId }): Promise<void> {
  const profile = await profileEndedByDeath(tx, personId);
  if (!profile?.lastMonth) return;
  const { id, lastMonth, careEntitlementId, grade } = profile;
  const supported = careEntitlementId ? 'supported' : grade ? 'arranging' : 'assessing';
  await resumeAgreement(tx, id, lastMonth);
  await updateProfile(tx, id, {
    ...(profile.state === 'ended' ? { state: supported } : {}),
    lastMonth: null,
    endReason: null,
  });
  const effectiveMonth = plusMonths(lastMonth, 1);
  await tellOthers(tx, (await lockOpenProfile(tx, personId))!, {
    effectiveMonth,
    reason: 'death-revoked',
    from: null,
    to: 'active',
  });
  await tellTownship(tx, profile, { template: 'tekun.death-revoked', month: effectiveMonth });
}

/** The death was in another month: so ends the support. */
export async function moveTekunDeath(tx: Tx, { personId, to }: { personId: PersonId; to: PlainDate }): Promise<void> {
  const profile = await profileEndedByDeath(tx, personId);
  const lastMonth = monthOf(to);
  if (!profile?.lastMonth || profile.lastMonth === lastMonth) return;
  await resumeAgreement(tx, profile.id, profile.lastMonth);
  await updateProfile(tx, profile.id, { lastMonth });
  await endRecords(tx, { ...profile, lastMonth }, lastMonth, 'died');
  await tellTownship(tx, profile, { template: 'tekun.death-corrected', month: lastMonth });
}

async function profileEndedByDeath(tx: Tx, personId: PersonId): Promise<Profile | null> {
  const profile = await findProfile(tx, personId);
  return profile?.endReason === 'died' ? profile : null;
}
