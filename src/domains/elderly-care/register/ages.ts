/** 60, 80, 90, 100: the register tells of a birthday, once, so that others can say what becomes possible. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { birthdayOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { bornOn } from './list.ts';
import { tellingAges } from './terms.ts';

const BATCH = 200;
/** A server that stood still for some days tells of them late. */
const LATE_DAYS = 7;

/** Who has reached the age, and of whom nobody was told. */
const reached = (tx: Tx, age: number): Sql => sql`person p
    where p.division >= ${tx.actor.lo} and p.division < ${tx.actor.hi} and p.life_state = 'alive' and p.merged_into is null
      and p.birth_date > ${bornOn(tx, age, LATE_DAYS)} and p.birth_date <= ${bornOn(tx, age, 0)}
      and not exists (select from elder_age a where a.person_id = p.id and a.age = ${age})`;

async function tellSome(tx: Tx, age: number): Promise<number> {
  const rows = await tx.rows<{ id: string; division: DivisionCode; birthDate: PlainDate }>(sql`
    insert into elder_age (person_id, age, division, told_on)
    select p.id, ${age}, p.division, ${tx.today} from ${reached(tx, age)} order by p.id limit ${BATCH}
    on conflict do nothing returning person_id as id, division, (select birth_date from person where person.id = person_id) as birth_date`);
  for (const { id, division, birthDate } of rows)
    await emit(tx, {
      type: 'elder.age.reached',
      subject: { kind: 'person', id },
      division,
      payload: { personId: id, age, date: birthdayOf(birthDate, age), division },
    });
  return rows.length;
}

export const tellAges = whenDue(
  (tx) => anyRow(tx, ...tellingAges.map((age) => reached(tx, age))),
  async (context) => {
    const city = systemActor('old-age-register', context.city);
    for (const age of tellingAges) while ((await context.write(city, (tx) => tellSome(tx, age))) === BATCH);
  },
);
