/** What could not be delivered, tried again by hand, and told to the system administrator once a day. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { dayBefore, retryEvents, undeliveredEvents } from '../event/server.ts';
import { askSourceAgain, undeliveredQueries } from '../exchange/server.ts';
import { defineTemplates, notify, retryMessages, undeliveredMessages } from '../notice/server.ts';
import { defineErrors, fail, ok, type Result } from '../result/index.ts';
import { faultOf, type Stuck, type Way } from './index.ts';
import './audited.ts';
import { whenDue } from '../worker/server.ts';

export * from './index.ts';

defineTemplates({
  'delivery.late': { title: '有事情没有送到', text: '{count}件事超过一天没有送到，请到“接口和投递”查看原因。' },
});
defineErrors({
  NOTHING_STUCK: { http: 409, zh: '这里已经没有等着送的了。', next: '请刷新页面。' },
});

const readers = { event: undeliveredEvents, message: undeliveredMessages, query: undeliveredQueries } as const;

/** Everything that is stuck within the actor's scope, by way, receiver and matter; the oldest first. */
export async function stuck(tx: Tx): Promise<Stuck[]> {
  const late = dayBefore(tx.now);
  const all: Stuck[] = [];
  for (const [way, read] of Object.entries(readers) as [Way, (typeof readers)[Way]][])
    for (const row of await read(tx)) all.push({ ...row, way, late: row.oldest < late, error: faultOf(row.error) });
  return all.sort((a, b) => (a.oldest < b.oldest ? -1 : 1));
}

/** Tries a group again now, instead of at its own time. */
export async function retryStuck(
  tx: Tx,
  { way, receiver, matter }: { way: Way; receiver: string; matter: string },
): Promise<Result<{ count: number }, 'NOTHING_STUCK'>> {
  const again = {
    event: () => retryEvents(tx, { receiver, matter }),
    message: () => retryMessages(tx, receiver),
    query: () => askSourceAgain(tx, receiver),
  } as const;
  const count = await again[way]();
  if (count === 0) return fail('NOTHING_STUCK');
  await recordAudit(tx, { action: 'delivery.retried', detail: { way, receiver, matter, count } });
  return ok({ count });
}

const late = async (tx: Tx) => (await stuck(tx)).filter((row) => row.late);

/** Tells the city's system administrator once a day how much has been silent for more than a day. Number of alarms. */
export const raiseDeliveryAlarm = whenDue(late, (context) =>
  context.write(systemActor('delivery-alarm', context.city), async (tx) => {
    const count = (await late(tx)).reduce((sum, row) => sum + row.count, 0);
    if (count === 0) return 0;
    const first =
      await tx.run(sql`insert into delivery_alarm (day, division, raised_at) values (${tx.today}, ${tx.city}, ${tx.now})
      on conflict (day) do nothing`);
    if (first === 0) return 0;
    await notify(tx, { to: { performer: 'sys-admin', division: tx.city }, template: 'delivery.late', params: { count } });
    return 1;
  }),
);
