/** 空转 (I-22): once a month, when the days may no longer be entered, those that were open too seldom stop counting, and those that are open again count again. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { firstDayOf, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { siteLimits } from './parameters.ts';
import { changeSite, type Site } from './store.ts';

defineTemplates({
  'care-site.idled': {
    title: '养老服务设施空转',
    text: '{name}{month}只开放了{days}天，不到{wanted}天，从现在起不计入覆盖率，请去看看。',
  },
});

const BATCH = 2000;
type Looked = Pick<Site, 'id' | 'division' | 'name' | 'kind' | 'state' | 'idleSince'> & { days: number };

/** Sites whose last month was not looked at, from the day of the month on which it may be; none where no standard is set. */
async function notLooked(tx: Tx): Promise<{ wanted: number; month: YearMonth; from: PlainDate; sites: Looked[] } | null> {
  const limits = await siteLimits(tx, tx.city, ['SITE-OPEN-DAYS', 'SITE-LOOK-DAY']);
  if (!limits.ok) return null;
  const { 'SITE-OPEN-DAYS': wanted, 'SITE-LOOK-DAY': lookDay } = limits.value;
  if (Number(tx.today.slice(8)) < lookDay) return null;
  const month = plusMonths(monthOf(tx.today), -1);
  const from = firstDayOf(month);
  const to: PlainDate = plusDays(firstDayOf(monthOf(tx.today)), -1);
  const sites = await tx.rows<Looked>(sql`select s.id, s.division, s.name, s.kind, s.state, s.idle_since,
      (select count(*)::int from care_site_day d where d.site_id = s.id and d.on_date between ${from} and ${to}) as days
    from care_site s where s.state = 'operating' and s.opened_on <= ${from} and s.state_on <= ${from} and s.idle_looked is distinct from ${month} order by s.id limit ${BATCH}`);
  return { wanted, month, from, sites };
}

export const watchSites = whenDue(
  async (tx) => (await notLooked(tx))?.sites ?? [],
  (context) =>
    context.write(systemActor('care-sites', context.city), async (tx) => {
      const due = await notLooked(tx);
      if (!due) return;
      const { wanted, month, from, sites } = due;
      for (const site of sites) {
        const idle = site.days < wanted;
        await tx.run(sql`update care_site set idle_looked = ${month} where id = ${site.id}`);
        if (idle === (site.idleSince !== null)) continue;
        const note = `${longMonth(month)}开放${site.days}天`;
        await changeSite(tx, site, {
          action: idle ? 'idle' : 'awake',
          to: site.state,
          on: tx.today,
          note,
          set: sql`idle_since = ${idle ? from : null}`,
        });
        if (!idle) continue;
        await emit(tx, {
          type: 'facility.idled',
          subject: { kind: 'care-site', id: site.id },
          division: site.division,
          payload: { facilityId: site.id, kind: site.kind, since: from },
          sensitivity: 'internal',
        });
        for (const performer of ['township-clerk', 'county-clerk'] as const)
          await notify(tx, {
            to: { performer, division: site.division },
            template: 'care-site.idled',
            params: { name: site.name, month: longMonth(month), days: site.days, wanted },
          });
      }
    }),
);
