/** 气象预警、灾害转移: what other departments tell starts the walk of those most in danger, without waiting for an officer; old people who were moved are found and seen. */
import { sql } from '../../../database/sql.ts';
import { ageOn, plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineFeedCheck, refuseFeed, warningLevels } from '../../../kernel/exchange/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { openPlans } from '../../../kernel/task/server.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { startWarning, visitSoon } from './duty.ts';
import { wholeOf } from './parameters.ts';
import './templates.ts';
import { type Hazard, hazards, KIND } from './terms.ts';

type WarningLevel = keyof typeof warningLevels;
const rankOf = (level: WarningLevel): number => Object.keys(warningLevels).indexOf(level) + 1;

defineFeedCheck('weather.warning.published', async (tx, { on, payload }) => {
  const { area, validTo } = payload as { area: DivisionCode; validTo: PlainDate };
  const unit = tx.divisions.get(area);
  if (!unit || !inScope(area, tx.actor.division ?? tx.city)) return refuseFeed('不在本部门的地区');
  if (validTo < on) return refuseFeed('到期早于发布');
  if (validTo < tx.today) return refuseFeed('这个预警已经过期');
  const { area: _, ...rest } = payload;
  return ok({ subject: { kind: 'place', id: area }, division: area, payload: { ...rest, divisions: [area] } });
});

/** From the level on that the standard says, the walk begins; of a milder one the county is told, and may begin it by hand. One walk for a hazard and a place at a time. */
async function followWeather(tx: Tx, { payload }: DomainEvent): Promise<void> {
  const { hazard, level, divisions } = payload as { hazard: Hazard; level: WarningLevel; divisions: DivisionCode[] };
  const least = await wholeOf(tx, 'VISIT-WARNING-LEVEL');
  for (const division of divisions) {
    const runs = await tx.maybe(
      sql`select 1 as one from visit_warning where division = ${division} and hazard = ${hazard} and due_at > ${tx.now} limit 1`,
    );
    const grave = rankOf(level) >= least;
    const started = grave && !runs ? await startWarning(tx, { division, hazard, byName: '气象预警自动启动' }) : null;
    const what = started
      ? `已启动走访，${started.people}位老人`
      : runs
        ? '走访已经在进行'
        : '没有到自动启动走访的级别，需要的可以手动启动';
    await notify(tx, {
      to: { performer: 'county-clerk', division: countyOf({ division }) },
      template: 'visit.weather',
      params: { place: tx.divisions.fullName(division), hazard: hazards[hazard], level: warningLevels[level], what },
    });
  }
}

/** An old person who is visited anyway is seen within a day; of another the village and the township are told by name. */
async function followDisplaced(tx: Tx, { subject, division }: DomainEvent): Promise<void> {
  const person = await tx.maybe<{ name: string; birthDate: PlainDate; division: DivisionCode }>(
    sql`select name, birth_date, division from person where id = ${subject.id} and life_state = 'alive'`,
  );
  const old = await wholeParameter(tx, OLD_AGE, division, tx.today);
  if (!old.ok) throw new Error(`displaced persons: ${old.params.key}`);
  if (!person || ageOn(person.birthDate, tx.today) < old.value) return;
  const [plan] = await openPlans(tx, KIND, [subject.id]);
  if (plan) await visitSoon(tx, subject.id);
  const dueAt = new Date(Date.parse(tx.now) + (await wholeOf(tx, 'VISIT-GRAVE')) * 3_600_000).toISOString();
  const params = {
    name: person.name,
    age: ageOn(person.birthDate, tx.today),
    due: `${shortDate(plainDateOf(dueAt))}${timeOfDay(dueAt)}`,
    what: plan ? '已排进“今日走访”' : '不在探访名单，看过以后按需要登记探访情况',
  };
  for (const to of [
    { performer: 'village-worker', division: person.division },
    { performer: 'township-clerk', division: townshipOf(person) },
  ] as const)
    await notify(tx, { to, template: 'visit.displaced', params });
}

export const dangerReactions: readonly Subscription[] = [
  defineSubscription({ name: 'elderly-care.visits.weather', types: ['weather.warning.published'], handle: followWeather }),
  defineSubscription({ name: 'elderly-care.visits.displaced', types: ['disaster.person.displaced'], handle: followDisplaced }),
];
