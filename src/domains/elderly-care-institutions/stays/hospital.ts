/** 老人住院、出院: what the health side tells and the home has not recorded yet. Computed from the days in hospital and the leaves, so a line is gone as soon as it is dealt with. */
import { sql } from '../../../database/sql.ts';
import { longDate, plainDateOf, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { tellStaff } from './apply.ts';
import type { HospitalRow } from './content.ts';
import { NewEnd, NewLeave } from './live.ts';
import { leavesOf, liveStayOf, nameOf } from './store.ts';
import { nurses, reception } from './terms.ts';

interface Row {
  id: string;
  name: string;
  bed: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  away: boolean;
}

/** Residents in hospital without a leave, and those who are out of it and still on leave. */
export async function hospitalRows(tx: Tx, institutionId: string): Promise<HospitalRow[]> {
  const rows = await tx.rows<Row>(sql`select s.id, p.name, b.code as bed, h.from_on, h.to_on, l.away
    from care_stay s join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
      join lateral (select from_on, to_on from hospital_stays(s.person_id) order by from_on desc limit 1) h on h.to_on is null or h.to_on >= s.from_on
      cross join lateral (select exists (select from care_leave v where v.stay_id = s.id and v.from_on <= ${plusDays(tx.today, 1)}
        and (v.to_on is null or v.to_on > ${tx.today})) as away) l
    where s.institution_id = ${institutionId} and s.to_on is null and ((h.to_on is null and not l.away)
      or (h.to_on is not null and exists (select from care_leave v where v.stay_id = s.id and v.kind = 'hospital' and v.from_on <= h.to_on
        and (v.to_on is null or v.to_on > ${tx.today}))))
    order by b.code limit 200`);
  return rows.map(({ id, name, bed, fromOn, toOn }) => {
    const to = (what: string) => `/api/stays/${id}/${what}`;
    const fixed = { requestId: newId() };
    return {
      id,
      name,
      bed,
      says:
        toOn === null ? `${longDate(fromOn)}住院，还没有登记请假` : `${longDate(toOn)}出院，请销假；不回来的办退住，床位放出来`,
      left: toOn !== null,
      offers: offersTo(tx.actor, [
        {
          action: 'leave',
          zh: '登记住院请假',
          causes: '按第一个整天算；出院回来时销假。',
          by: nurses,
          when: toOn === null,
          to: to('leave'),
          fields: formOf(NewLeave),
          initial: { kind: 'hospital', from: plusDays(fromOn, 1) },
          fixed,
        },
        { action: 'return', zh: '销假', causes: '今天起照常收费。', by: nurses, when: toOn !== null, to: to('return'), fixed },
        {
          action: 'discharge',
          zh: '办理退住',
          causes: '不回来了：今天不再收费，床位待清洁；款项要按期退清。',
          by: reception,
          when: toOn !== null,
          danger: true,
          to: to('discharge'),
          fields: formOf(NewEnd),
          fixed,
        },
      ]),
    };
  });
}

/** Told to the reception: an admission that nobody has recorded as a leave, a discharge of somebody who is on leave. */
async function follow(tx: Tx, event: DomainEvent): Promise<void> {
  const stay = await liveStayOf(tx, event.subject.id);
  if (!stay) return;
  const on = plainDateOf(event.occurredAt);
  const admitted = event.type === 'hospital.admitted';
  const away = (await leavesOf(tx, stay.id)).some((l) => l.fromOn <= plusDays(on, 1) && (l.toOn === null || l.toOn > on));
  if (admitted === away) return;
  await tellStaff(tx, stay.institutionId, {
    performers: reception,
    template: admitted ? 'care.in-hospital' : 'care.out-of-hospital',
    params: { name: await nameOf(tx, stay.personId), day: longDate(on) },
  });
}

export const hospitalReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.hospital',
    types: ['hospital.admitted', 'hospital.discharged'],
    handle: follow,
  }),
];
