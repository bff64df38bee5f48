/** 机构暂停、终止: the 特困 people who live there, or for whom a bed is held, need another place. Their townships are told when it is announced; what was held there falls when it has come. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { findInstitution, type Institution } from '../register/store.ts';
import { states } from '../register/terms.ts';
import { closeAdmission } from '../stays/apply.ts';

defineTemplates({
  'care-tekun.needs-place': {
    title: '特困人员要另外安置',
    text: '{home}{from}起{what}：{names}住在那里或者等着入住，请另外安置，到期以前办好供养方式和收款人的变更。',
  },
  'care-tekun.change-support': {
    title: '特困人员的供养方式要变更',
    text: '{home}已经停办，{names}的救助还按在那里集中供养发放，请办变更。',
  },
});

/** Why whoever is in such a home needs another place; null: it goes on. */
export const needsPlace = (state: Institution['state']): string | null =>
  ['suspension-announced', 'suspended', 'end-announced', 'resettling', 'ended'].includes(state)
    ? `机构${states[state].zh}，需要另外安置`
    : null;

interface Named {
  name: string;
  division: DivisionCode;
}
async function tellTownships(tx: Tx, people: readonly Named[], template: string, params: Record<string, string>): Promise<void> {
  for (const [division, own] of Map.groupBy(people, (one) => one.division))
    await notify(tx, {
      to: { performer: 'township-clerk', division },
      template,
      params: { ...params, names: own.map(({ name }) => name).join('、') },
    });
}

/** 公告: whoever is supported and lives there or has a bed held. */
export async function tellOfClosing(tx: Tx, home: Institution, of: { from: PlainDate; what: string }): Promise<void> {
  // The home announces: it sees of the roster those who live there, of the placements those that are its own.
  const people = await tx.rows<Named>(sql`select n.name, t.division from care_tekun t join person n on n.id = t.person_id
      where t.supported and exists (select from care_stay s where s.person_id = t.person_id and s.institution_id = ${home.id} and s.to_on is null)
    union select n.name, p.division from care_placement p join person n on n.id = p.person_id
      where p.institution_id = ${home.id} and p.state in ('held', 'agreed')
    order by division, name limit 1000`);
  await tellTownships(tx, people, 'care-tekun.needs-place', { home: home.name, from: of.from, what: of.what });
}

/** It has come: beds that were held there are none any more, those people wait again; of whom the support still names a home they have left, their townships are told. */
async function followClosing(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { facilityId } = payload as { facilityId: string };
  const home = await findInstitution(tx, facilityId);
  if (!home.ok) return;
  const held = await tx.rows<{ admissionId: string }>(
    sql`select admission_id from care_placement where institution_id = ${facilityId} and state in ('held', 'agreed') and admission_id is not null order by id limit 500`,
  );
  for (const { admissionId } of held) {
    const closed = await closeAdmission(tx, admissionId, { as: 'withdrawn', reason: '机构停办' });
    if (!closed.ok) throw new Error(`the admission ${admissionId} to a home that has closed: ${closed.code}`);
  }
  const left = await tx.rows<Named>(sql`select n.name, t.division from care_tekun t join person n on n.id = t.person_id
    where t.supported and t.mode = 'institution' and not exists (select from care_stay s where s.person_id = t.person_id and s.to_on is null)
      and (select s.institution_id from care_stay s where s.person_id = t.person_id order by s.from_on desc, s.id desc limit 1) = ${facilityId}
    order by t.division, n.name limit 1000`);
  await tellTownships(tx, left, 'care-tekun.change-support', { home: home.value.name });
}

export const closingReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.tekun-closing',
    types: ['facility.suspended', 'facility.closed'],
    handle: followClosing,
  }),
];
