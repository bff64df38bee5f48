/** 日间照料 of one facility: places, who is registered, who is here today. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, firstDayOf, monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { findSite } from '../facilities/store.ts';
import { dayHands } from '../facilities/terms.ts';
import { CardPresent, DayCareEnd, NewDayCare, Present } from './act.ts';
import type { DayCare } from './content.ts';
import { dayCarePlace } from './sealed.ts';

export async function dayCareOf(tx: Tx, siteId: string): Promise<Result<DayCare, 'NOT_FOUND'>> {
  const site = await findSite(tx, siteId);
  if (!site.ok) return fail('NOT_FOUND');
  const { dayPlaces, state } = site.value;
  const open = dayPlaces > 0 && (state === 'operating' || state === 'trial');
  const rows = await tx.rows<{
    id: string;
    personId: string;
    name: string;
    birthDate: PlainDate;
    fromOn: PlainDate;
    contact: Buffer;
    here: boolean;
    monthDays: number;
    lastOn: PlainDate | null;
  }>(sql`select m.id, m.person_id, p.name, p.birth_date, m.from_on, m.contact,
      exists (select from day_care_day d where d.member_id = m.id and d.on_date = ${tx.today}) as here,
      (select count(*)::int from day_care_day d where d.member_id = m.id and d.on_date >= ${firstDayOf(monthOf(tx.today))}) as month_days,
      (select max(d.on_date) from day_care_day d where d.member_id = m.id) as last_on
    from day_care_member m join person p on p.id = m.person_id where m.site_id = ${siteId} and m.to_on is null order by p.name, m.id limit 1000`);
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'day-care.listed',
      subject: { kind: 'care-site', id: siteId },
      personIds: rows.map(({ personId }) => personId),
    });
  const { today } = await tx.one<{ today: number }>(
    sql`select count(*)::int as today from day_care_day where site_id = ${siteId} and on_date = ${tx.today}`,
  );
  const fixed = () => ({ requestId: newId() });
  return ok({
    places: dayPlaces,
    free: Math.max(0, dayPlaces - rows.length),
    today,
    rows: rows.map((row) => ({
      id: row.id,
      personName: row.name,
      age: ageOn(row.birthDate, tx.today),
      contact: tx.keys.open(row.contact, dayCarePlace(row.id)),
      fromOn: row.fromOn,
      here: row.here,
      monthDays: row.monthDays,
      lastOn: row.lastOn,
      offers: offersTo(tx.actor, [
        {
          action: 'present',
          zh: '来了',
          causes: '记一天日间照料，设施的开放和人次从这里来。',
          by: dayHands,
          when: open,
          to: `/api/day-care/${row.id}/days`,
          fields: formOf(Present),
          initial: { on: tx.today },
          fixed: fixed(),
        },
        {
          action: 'end',
          zh: '不再来',
          causes: '让出日托位。',
          by: dayHands,
          to: `/api/day-care/${row.id}/end`,
          fields: formOf(DayCareEnd),
          initial: { on: tx.today },
          fixed: fixed(),
        },
      ]),
    })),
    offers: offersTo(tx.actor, [
      {
        action: 'card',
        zh: '刷卡',
        causes: '记这位老人来了。',
        by: dayHands,
        when: open && rows.length > 0,
        to: `/api/care-sites/${siteId}/day-care/cards`,
        fields: formOf(CardPresent),
        initial: { on: tx.today },
        fixed: fixed(),
      },
      {
        action: 'enter',
        zh: '登记日间照料',
        causes: '占一个日托位；一位老人同时只在一处。',
        by: dayHands,
        when: open && rows.length < dayPlaces,
        to: `/api/care-sites/${siteId}/day-care`,
        fields: formOf(NewDayCare),
        fixed: fixed(),
      },
    ]),
  });
}
