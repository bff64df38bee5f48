/** What happens every day by itself: certificates that run out, reminders, suspensions that lapse, standards that changed. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { longDate, plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { certificateOn } from '../certificate/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { tellCertificate } from '../certificate/record.ts';
import { settle } from './settle.ts';
import { applyStandards } from './standards.ts';

const BATCH = 200;
/** A certificate that ran out longer ago than this was told of, or came to the platform as an old one. */
const LOOK_BACK_DAYS = 400;

interface Holder {
  personId: string;
  division: DivisionCode;
  /** The day after the last one on which it holds. */
  validTo: PlainDate;
}

/** Holders whose certificate ends in a range of days, with no later one, and who were not told yet. */
const holders = (tx: Tx, of: { kind: 'expiring' | 'expired'; range: Sql }): Promise<Holder[]> =>
  tx.rows<Holder>(sql`select f.subject_id as person_id, p.registered_division as division, f.valid_to from fact_version f join person p on p.id = f.subject_id
    where f.kind = 'disability-certificate' and f.superseded_at is null and f.subject_kind = 'person' and ${of.range} and p.life_state <> 'dead'
      and not exists (select from fact_version l where l.subject_id = f.subject_id and l.kind = f.kind and l.superseded_at is null and l.valid_from >= f.valid_to)
      and not exists (select from certificate_notice n where n.person_id = f.subject_id and n.valid_to = f.valid_to and n.kind = ${of.kind})
    order by f.valid_to, f.subject_id limit ${BATCH}`);

const mark = (tx: Tx, { personId, division, validTo }: Holder, kind: 'expiring' | 'expired'): Promise<number> =>
  tx.run(sql`insert into certificate_notice (person_id, valid_to, kind, division, sent_on) values (${personId}, ${validTo}, ${kind}, ${division}, ${tx.today})
    on conflict do nothing`);

const expired = (tx: Tx) =>
  holders(tx, {
    kind: 'expired',
    range: sql`f.valid_to <= ${tx.today} and f.valid_to > ${plusDays(tx.today, -LOOK_BACK_DAYS)}`,
  });

async function tellExpired(tx: Tx): Promise<number> {
  const found = await expired(tx);
  for (const holder of found) {
    await mark(tx, holder, 'expired');
    const standing = certificateOn((await certificatesOf(tx, holder.personId)).periods, tx.today);
    if (standing.state === 'expired')
      await tellCertificate(tx, {
        personId: holder.personId,
        division: placeOf(tx, holder),
        change: 'expired',
        certificate: standing.certificate,
      });
  }
  return found.length;
}

/** Somebody registered outside the city is told of under the city itself. */
const placeOf = (tx: Tx, holder: Holder): DivisionCode =>
  holder.division.startsWith(tx.city.slice(0, 4)) ? holder.division : tx.city;

async function expiring(tx: Tx): Promise<Holder[]> {
  const days = await wholeParameter(tx, 'CERT-REMIND-DAYS', tx.city, tx.today);
  if (!days.ok) return [];
  return holders(tx, {
    kind: 'expiring',
    range: sql`f.valid_to > ${tx.today} and f.valid_to <= ${plusDays(tx.today, days.value)}`,
  });
}

async function remind(tx: Tx): Promise<number> {
  const found = await expiring(tx);
  for (const holder of found) {
    await mark(tx, holder, 'expiring');
    await notify(tx, {
      to: { personId: holder.personId },
      template: 'disability.expiring',
      params: { date: longDate(plusDays(holder.validTo, -1)) },
    });
  }
  return found.length;
}

/** Suspended awards are looked at again: renewed meanwhile, or the time for renewing is over. */
async function settleSuspended(context: Context): Promise<void> {
  const city = systemActor('disability-daily', context.city);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await context.read(city, (tx) =>
      tx.rows<{ entitlementId: string; personId: string }>(
        sql`select entitlement_id, person_id from subsidy_award where state = 'suspended' and entitlement_id > ${after}::uuid order by entitlement_id limit ${BATCH}`,
      ),
    );
    for (const { personId } of rows) await context.write(city, (tx) => settle(tx, personId));
    const last = rows.at(-1);
    if (!last) return;
    after = last.entitlementId;
  }
}

/** Suspensions and standards are of awards. */
const drawn = (tx: Tx) => anyRow(tx, sql`subsidy_award`);

export const daily = whenDue([expired, expiring, drawn], async (context) => {
  const city = systemActor('disability-daily', context.city);
  for (const work of [tellExpired, remind]) while ((await context.write(city, work)) > 0);
  await settleSuspended(context);
  await applyStandards(context);
});
