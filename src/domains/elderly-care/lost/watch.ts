/** What happens by itself to a search: 110 not yet told, nobody found, no visit afterwards. Looked after every second, each once. */
import { sql } from '../../../database/sql.ts';
import { type Performer, systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { eachApart, whenDue } from '../../../kernel/worker/server.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { lostLimits } from './parameters.ts';
import { type Alarm, alarmsOf } from './rules.ts';
import { addStep, ringNext, type Search, searchColumns } from './store.ts';

defineTemplates({
  'lost.search': { title: '有老人走失，请帮忙找', text: '{place}有老人走失。请打开“走失寻人”，看样子，看您找哪一片。' },
  'lost.over': { title: '不用再找了', text: '{place}走失的老人已有下落，寻找结束，谢谢您。' },
  'lost.seen': { title: '有人看到走失的老人', text: '{place}走失的老人有人看到，请看“走失寻人”。' },
  'lost.found': { title: '走失的老人找到了', text: '{place}走失的老人找到了，请核对是不是本人，办交接。' },
  'lost.follow': { title: '请回访走失过的老人', text: '{place}走失的老人已经交接，请在24小时内上门回访。' },
  'lost.alarm': { title: '走失寻人：{what}', text: '{place}有老人走失，{what}，请马上看“走失寻人”。' },
});

const AT_ONCE = 100;
const said: Readonly<Record<Alarm, string>> = {
  'tell-police': '还没有报110',
  'tell-county': '还没有找到',
  'tell-follow': '交接以后还没有回访',
};
const receivers: Readonly<Record<Alarm, (of: Search, city: DivisionCode) => { performer: Performer; division: DivisionCode }[]>> =
  {
    'tell-police': (of) => [{ performer: 'emergency-operator', division: countyOf(of) }],
    'tell-county': (of, city) => [
      { performer: 'county-leader', division: countyOf(of) },
      { performer: 'emergency-operator', division: city },
    ],
    'tell-follow': (of) => [
      { performer: 'township-clerk', division: townshipOf(of) },
      { performer: 'emergency-operator', division: countyOf(of) },
    ],
  };

const dueSearches = (tx: Tx) =>
  tx.rows<{ id: string }>(
    sql`select id from lost_search where next_at is not null and next_at <= ${tx.now} order by next_at limit ${AT_ONCE}`,
  );

/** Gives how many there were. One that fails holds up no other, and is told at the end. */
export const watchSearches = whenDue(dueSearches, async (context) => {
  const actor = systemActor('lost-watch', context.city);
  const due = await context.read(actor, dueSearches);
  return eachApart(due, 'searches', ({ id }) => context.write(actor, (tx) => ring(tx, id)));
});

async function ring(tx: Tx, id: string): Promise<void> {
  const search = await tx.maybe<Search>(
    sql`select ${searchColumns} from lost_search l where l.id = ${id} and l.next_at <= ${tx.now} for update skip locked`,
  );
  if (!search) return;
  const limits = await lostLimits(tx);
  if (!limits.ok) throw new Error(`lost search ${id}: ${limits.params.key}`);
  const now = Date.parse(tx.now);
  const due = alarmsOf(search, limits.value).filter(({ alarm, at }) => Date.parse(at) <= now && !search.told.includes(alarm));
  for (const { alarm } of due) {
    await addStep(tx, search, alarm);
    for (const to of receivers[alarm](search, tx.city))
      await notify(tx, {
        to,
        template: 'lost.alarm',
        params: { place: tx.divisions.fullName(search.division), what: said[alarm] },
      });
  }
  await tx.run(sql`update lost_search set told = ${[...search.told, ...due.map(({ alarm }) => alarm)]}::text[] where id = ${id}`);
  const next = await ringNext(tx, id);
  if (!next.ok) throw new Error(`lost search ${id}: ${next.code}`);
}
