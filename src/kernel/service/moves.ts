/** 户籍在本县以内迁移: the cases that are under way, and the file on which a benefit rests, go on where the family lives now. */
import { type Sql, sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { sameCounty } from '../division/index.ts';
import { defineSubscription, type Subscription } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { closeAccess, diedAsMembers, grantAccess, type HouseholdId, type PersonId } from '../resident/server.ts';
import type { DivisionCode, Id } from '../schema/index.ts';
import { officeOf } from './escalation.ts';
import { recountLimits } from './recount.ts';

defineTemplates({
  'case.moved-here': { title: '办件随户籍转来', text: '{name}的办件{no}随户籍从{from}转来，请从现在这一步接着办。' },
});

interface Places {
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
}

interface Moved extends Places {
  readonly personId: PersonId;
  readonly householdId: HouseholdId;
  readonly kind: string;
}

/** What belongs to a case follows by the database (`follow_division`); its step, its limits and its notices stay as they are. */
async function relocate(tx: Tx, which: Sql, { fromDivision, toDivision }: Places): Promise<void> {
  const cases = await tx.rows<{
    id: Id<'Case'>;
    no: string | null;
    applicantName: string;
    holder: string | null;
    personId: PersonId;
  }>(
    sql`update service_case set division = ${toDivision}, claimed_by = null, claimed_name = null, claim_ends_on = null, version = version + 1 where ${which} and division = ${fromDivision}
      returning id, no, applicant_name, holder, applicant_person_id as person_id`,
  );
  // Whoever worked on it there does so no longer.
  await tx.run(sql`delete from case_claim where case_id = any(${cases.map((kase) => kase.id)}::uuid[])`);
  for (const { id, no, applicantName: name, holder, personId } of cases) {
    await recordAudit(tx, {
      action: 'case.moved',
      subject: { kind: 'case', id },
      personId,
      caseId: id,
      division: toDivision,
      detail: { from: fromDivision },
    });
    if (holder === null) continue;
    const persons = await tx.rows<{ personId: PersonId }>(sql`select person_id from case_person where case_id = ${id}`);
    for (const { personId: concerned } of persons)
      await grantAccess(tx, { personId: concerned, division: toDivision, reason: `case:${id}` });
    const office = officeOf(holder, toDivision);
    if (holder !== 'applicant' && office !== officeOf(holder, fromDivision))
      await notify(tx, {
        to: { performer: holder as Performer, division: office },
        template: 'case.moved-here',
        params: { name, no: no ?? '', from: tx.divisions.fullName(fromDivision) },
        caseId: id,
      });
  }
}

/** The closed cases by which a family receives what it receives: the file goes along. Other closed cases stay with the office that did them. */
export const relocateFile = (tx: Tx, of: Places & { readonly caseIds: readonly string[] }): Promise<void> =>
  relocate(tx, sql`id = any(${[...of.caseIds]}::uuid[])`, of);

/** Who has died does not move, but is part of the family's file: wherever the family lives now it is known that, and when, that person died. */
async function openTo(
  tx: Tx,
  of: { householdId: HouseholdId; dead: readonly PersonId[]; division: DivisionCode },
): Promise<void> {
  const reason = `household:${of.householdId}`;
  await closeAccess(tx, reason);
  for (const personId of of.dead) await grantAccess(tx, { personId, division: of.division, reason });
}

export const caseReactions: readonly Subscription[] = [
  recountLimits,
  defineSubscription({
    name: 'service.follow-move',
    types: ['person.moved'],
    async handle(tx, event) {
      const { personId, householdId, kind, ...places } = event.payload as unknown as Moved;
      if (kind !== 'registered') return;
      const dead = await diedAsMembers(tx, householdId);
      await openTo(tx, { householdId, dead, division: places.toDivision });
      if (!sameCounty(places.fromDivision, places.toDivision)) return;
      // What was begun in the name of somebody who has died is the family's by now.
      const applicants = [personId, ...dead];
      await relocate(tx, sql`applicant_person_id = any(${applicants}::uuid[]) and closed_at is null`, places);
    },
  }),
];
