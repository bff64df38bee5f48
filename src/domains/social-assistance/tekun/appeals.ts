/**
 * 复议、诉讼改变了特困的决定 (4.9): whoever is supported is looked at again. An end that does not stand is taken back, and money waits from the month that was
 * left unpaid until the person has been looked at; who has another benefit by then goes through the recognition anew.
 */
import { type Appealed, defineRemedy } from '../../../kernel/appeal/server.ts';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { holdPerson, reopenEntitlement } from '../../../kernel/payment/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, openChildCase } from '../../../kernel/service/server.ts';
import { tellOthers } from './award.ts';
import { HELD } from './held.ts';
import { recognisedBy } from './origin.ts';
import { findProfile, lockOpenProfile, type Profile, resumeAgreement, updateProfile } from './store.ts';
import { openYearly } from './yearly.ts';

/** False where something else that excludes it has begun since. */
async function restore(tx: Tx, profile: Profile): Promise<boolean> {
  const { id, personId, division, grade, baseEntitlementId, careEntitlementId, lastMonth } = profile;
  const ids = [baseEntitlementId, ...(careEntitlementId ? [careEntitlementId] : [])];
  for (const entitlementId of ids) {
    const reopened = await reopenEntitlement(tx, { id: entitlementId, reason: '复议或诉讼改变了终止决定' });
    if (!reopened.ok) return false;
  }
  await holdPerson(tx, {
    personId,
    division,
    code: HELD,
    reason: '终止决定被改变，重新核实以前暂停',
    entitlementIds: ids,
    fromMonth: plusMonths(lastMonth!, 1),
  });
  await resumeAgreement(tx, id, lastMonth!);
  const state = careEntitlementId ? 'supported' : grade ? 'arranging' : 'assessing';
  await updateProfile(tx, id, { state, lastMonth: null, endReason: null });
  const effectiveMonth = plusMonths(lastMonth!, 1);
  await tellOthers(tx, (await lockOpenProfile(tx, personId))!, { effectiveMonth, reason: 'appeal', from: null, to: 'active' });
  return true;
}

async function lookAgain(tx: Tx, { kase }: Appealed): Promise<Result<Pick<Case, 'id'> | null>> {
  const profile = await findProfile(tx, kase.applicantPersonId);
  if (!profile) return ok(null);
  if (profile.state !== 'ended') return openYearly(tx, kase.applicantPersonId, '复议或诉讼改变了原决定，重新核实');
  if (profile.endReason !== 'died' && (await restore(tx, profile)))
    return openYearly(tx, kase.applicantPersonId, '终止决定被复议或诉讼改变，重新核实');
  const recognised = await recognisedBy(tx, profile);
  return recognised.ok ? openChildCase(tx, kase, { itemId: 'SA-03', form: recognised.value.form }) : recognised;
}

for (const flow of ['tekun', 'tekun-change']) defineRemedy(flow, lookAgain);
