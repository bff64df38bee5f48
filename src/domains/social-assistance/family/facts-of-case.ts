/** The facts of a case as they stand: declared, verified where a check is under way, found by an appraisal, with the registry's deaths. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { lastMove, type Residence } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { verifiedFacts } from '../verification/server.ts';
import type { AssistanceApplication } from './application.ts';
import { declaredFacts } from './declared.ts';
import type { FamilyFacts } from './facts.ts';
import { addFound, type Found } from './found.ts';
import { deathsOf, familyOf, tekunAmong } from './people.ts';

/** Where a family belongs, which says by which standard it is measured. */
export const placeOf = ({ division, urbanRural }: Residence): Residence => ({ division, urbanRural });

export const formOf = (kase: Case): AssistanceApplication => kase.form as AssistanceApplication;

/**
 * The facts as they stand: verified where a check is under way, with today's deaths. In a family's application whoever is supported as 特困 by now
 * is taken out first (5.5): the rest is computed without him or her. Whoever has moved since is measured where the family lives now.
 */
export async function factsOf(tx: Tx, kase: Case): Promise<FamilyFacts> {
  const family = await familyOf(tx, kase, formOf(kase));
  const known = await factsWithDeaths(tx, kase, await deathsOf(tx, family));
  const moved = kase.householdId ? await lastMove(tx, kase.householdId, { validOn: tx.today }) : null;
  const facts = moved && moved.knownSince >= kase.submittedAt ? { ...known, ...placeOf(moved.value) } : known;
  const tekun = kase.flow === FAMILY_FLOW ? await tekunAmong(tx, family) : [];
  if (tekun.length === 0) return facts;
  return { ...facts, members: facts.members.map((m) => (tekun.includes(m.ref) ? { ...m, status: 'tekun' as const } : m)) };
}

const FAMILY_FLOW = 'dibao';

async function factsWithDeaths(tx: Tx, kase: Case, deaths: Readonly<Record<string, PlainDate>>): Promise<FamilyFacts> {
  const form = formOf(kase);
  const applicationMonth = plainDateOf(kase.submittedAt).slice(0, 7);
  const checked = await verifiedFacts(tx, kase.id);
  if (!checked) return declaredFacts(form, { applicationMonth, deaths });
  const appraisals = (await caseEvents(tx, kase.id)).flatMap((e) =>
    e.data?.appraisal ? [e.data.appraisal as Found & { upheld: string }] : [],
  );
  const verified = addFound(
    checked,
    form,
    appraisals.filter((a) => a.upheld === 'upheld'),
  );
  return { ...verified, members: verified.members.map((m) => (deaths[m.ref] ? { ...m, diedOn: deaths[m.ref]! } : m)) };
}
