/**
 * 免申即享: the register proposes whoever reaches 80, 90 or 100 within the days of the standard and does not draw the allowance. Whoever draws it gets the next
 * band by himself. A birthday that passed while nobody looked is caught up with for a month; who was missed longer is on the list of the register.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths, ageOn, birthdayOf, longDate, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { openCaseIn } from '../../../kernel/service/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { bands, PROGRAMME } from './rules.ts';
import { ALLOWANCE_ITEM } from './terms.ts';

const BATCH = 50;
const CATCH_UP_DAYS = 31;
const ages = Object.keys(bands).map(Number);

interface Due {
  id: string;
  name: string;
  idNumber: Buffer;
  birthDate: PlainDate;
  division: DivisionCode;
}

/** Registered in the city, alive, never asked about, drawing nothing. */
async function toPropose(tx: Tx, after: string): Promise<Due[]> {
  const ahead = await wholeParameter(tx, 'HAA-PROPOSE-DAYS', tx.city, tx.today);
  if (!ahead.ok) return [];
  const windows = ages.map((age) => ({
    lo: addMonths(plusDays(tx.today, -CATCH_UP_DAYS), -12 * age),
    hi: addMonths(plusDays(tx.today, ahead.value), -12 * age),
  }));
  const { lo, hi } = tx.actor;
  return tx.rows<Due>(sql`select p.id, p.name, p.id_number, p.birth_date, p.registered_division as division from person p
    where p.registered_division >= ${lo} and p.registered_division < ${hi} and p.life_state = 'alive' and p.merged_into is null and p.id_kind = 'resident-id'
      and exists (select from unnest(${windows.map((w) => w.lo)}::date[], ${windows.map((w) => w.hi)}::date[]) w(lo, hi) where p.birth_date between w.lo and w.hi)
      and not exists (select from service_case c where c.applicant_person_id = p.id and c.item_id = ${ALLOWANCE_ITEM})
      and not exists (select from entitlement_member m join entitlement e on e.id = m.entitlement_id where m.person_id = p.id and e.programme = ${PROGRAMME})
      and p.id > ${after} order by p.id limit ${BATCH}`);
}

async function proposeSome(tx: Tx, after: string, failures: string[]): Promise<string | null> {
  const rows = await toPropose(tx, after);
  for (const row of rows) {
    const refused = await propose(tx, row);
    if (refused) failures.push(refused);
  }
  return rows.length === BATCH ? rows.at(-1)!.id : null;
}

/** Why nobody could be proposed; null where it went well, or the registration is no village's. */
async function propose(tx: Tx, { id, name, idNumber, birthDate, division }: Due): Promise<string | null> {
  if (tx.divisions.get(division)?.level !== 'village') return null;
  const opened = await openCaseIn(tx, {
    itemId: ALLOWANCE_ITEM,
    channel: 'discovery',
    form: { applicant: { name, idNumber: tx.keys.open(idNumber, personPlace('idNumber', id as never)), division } },
  });
  if (!opened.ok) return `${id}: ${opened.code}`;
  const age = ages.findLast((a) => ageOn(birthDate, plusDays(tx.today, CATCH_UP_DAYS)) >= a) ?? ages[0]!;
  await notify(tx, {
    to: { personId: id },
    template: 'allowance.proposed',
    params: { on: longDate(birthdayOf(birthDate, age)), age: String(age) },
    caseId: opened.value.id,
  });
  return null;
}

/** The item must be one that the city does online. */
const isOffered = (tx: Tx): Promise<{ one: number } | null> =>
  tx.maybe<{ one: number }>(
    sql`select 1 as one from service_item where item_id = ${ALLOWANCE_ITEM} and template = 'old-age-allowance' limit 1`,
  );

const START = '00000000-0000-0000-0000-000000000000';

export const proposeAllowances = whenDue(
  (tx) => toPropose(tx, START),
  async (context) => {
    const city = systemActor('old-age-register', context.city);
    if (!(await context.read(city, isOffered))) return;
    const failures: string[] = [];
    for (let after: string | null = START; after !== null; )
      after = await context.write(city, (tx) => proposeSome(tx, after!, failures));
    // 一个人提不出来，不挡别人。
    if (failures.length > 0) throw new Error(`${failures.length} allowances were not proposed; first: ${failures[0]}`);
  },
);
