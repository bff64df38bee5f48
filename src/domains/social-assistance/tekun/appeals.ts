/** 复议、诉讼改变了特困的决定 (4.9): whoever is supported is looked at again; whose support was ended goes through the recognition anew. */
import { type Appealed, defineRemedy } from '../../../kernel/appeal/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, openChildCase } from '../../../kernel/service/server.ts';
import { recognisedBy } from './origin.ts';
import { findProfile } from './store.ts';
import { openYearly } from './yearly.ts';

async function lookAgain(tx: Tx, { kase }: Appealed): Promise<Result<Pick<Case, 'id'> | null>> {
  const profile = await findProfile(tx, kase.applicantPersonId);
  if (!profile) return ok(null);
  if (profile.state !== 'ended') return openYearly(tx, kase.applicantPersonId, '复议或诉讼改变了原决定，重新核实');
  const recognised = await recognisedBy(tx, profile);
  return recognised.ok ? openChildCase(tx, kase, { itemId: 'SA-03', form: recognised.value.form }) : recognised;
}

for (const flow of ['tekun', 'tekun-change']) defineRemedy(flow, lookAgain);
