/**
 * 指标滞后: what lies behind the time of the newest plan, of the city and of every county that has published a value. Told once for a period, to the unit that owns it
 * and to its leader: a figure that nobody has published anew is no news.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { periodAt, periodWords } from '../statistics/period.ts';
import { targetFor, targetsInForce, targetYears } from '../targets/targets.ts';
import { unitName } from '../values/indicator.ts';
import { bandsOf, judge, lastOf, standingsOf } from '../values/judge.ts';
import { isShareUnit } from '../values/measure.ts';
import type { BehindView, PlanView } from './content.ts';
import { type Status, statuses } from './progress.ts';
import { planIndicators } from './views.ts';

defineTemplates({
  'plan-indicator.behind': {
    title: '规划指标滞后',
    text: '{unit}“{indicator}”{period}进度{progress}%，时间进度{time}%，状态{status}。',
  },
});

interface Behind {
  readonly indicator: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly period: string;
  readonly status: Extract<Status, 'behind' | 'farBehind'>;
  /** Shares of 1. */
  readonly share: number;
  readonly time: number;
}

const isBehind = (status: Status | null): status is Behind['status'] => status === 'behind' || status === 'farBehind';
const percent = (share: number): string => (share * 100).toFixed(1);

/** `plans` as the city sees them; a county that looks has only what was published. */
async function behindOf(tx: Tx, plans: readonly PlanView[]): Promise<Result<Behind[], 'PARAM_MISSING'>> {
  const [plan] = plans;
  if (!plan) return ok([]);
  const bands = await bandsOf(tx);
  if (!bands.ok) return bands;
  const targets = await targetsInForce(tx);
  const published = await standingsOf(
    tx,
    plan.indicators.map(({ id }) => id),
  );
  const own = tx.actor.division ?? tx.city;
  const units = [
    tx.city,
    ...tx.divisions
      .children(tx.city)
      .filter((d) => d.legal)
      .map((d) => d.code),
  ].filter((unit) => inScope(unit, own));
  const found: Behind[] = [];
  for (const view of plan.indicators) {
    const [year] = targetYears(targets, { indicator: view.id, from: plan.from, to: plan.to });
    const of = (division: DivisionCode) => ({ indicator: view.id, name: view.name, division });
    for (const division of units) {
      const standing = lastOf(published.get(view.id) ?? [], division, plan.to);
      if (standing) {
        const target = year ? targetFor(targets, { indicator: view.id, division, city: tx.city, year }) : null;
        const measure = { indicator: { id: view.id, unit: view.unit, from: plan.from, to: plan.to }, target, bands: bands.value };
        // 基期印的是全市的，不拿来比一个县
        const { status, share, time } = judge(
          { ...measure, base: division === tx.city ? (view.base?.value ?? null) : null },
          standing,
        );
        if (isBehind(status)) found.push({ ...of(division), period: standing.values[0]!.period, status, share: share!, time });
        continue;
      }
      // 全市没有发布过的，看平台现在数的；只有印出的数的，不算新情况
      const counts = view.counted !== null && view.counted.den > 0 && isShareUnit(view.unit);
      const share = view.progress ?? view.completion;
      if (division === tx.city && view.published === null && counts && isBehind(view.status) && share !== null)
        found.push({
          ...of(division),
          period: periodAt('quarter', tx.today.slice(0, 7) as YearMonth),
          status: view.status,
          share,
          time: plan.time,
        });
    }
  }
  return ok(found);
}

/** 预警 with its list: what is behind now, of the actor's own place and below, the furthest first. */
export async function behindViews(tx: Tx, plans: readonly PlanView[]): Promise<Result<BehindView[], 'PARAM_MISSING'>> {
  const found = await behindOf(tx, plans);
  if (!found.ok) return found;
  const told = await tx.rows<{ indicator: string; division: DivisionCode; period: string; toldOn: BehindView['toldOn'] }>(
    sql`select indicator, division, period, told_on from plan_behind order by told_on desc limit 5000`,
  );
  return ok(
    found.value
      .map(({ indicator, name, division, period, status, share, time }) => ({
        indicator,
        name,
        division,
        unitName: unitName(tx, division),
        periodZh: periodWords(period),
        status,
        statusZh: statuses[status],
        progress: share,
        time,
        toldOn: told.find((t) => t.indicator === indicator && t.division === division && t.period === period)?.toldOn ?? null,
      }))
      .sort((a, b) => b.time - b.progress - (a.time - a.progress)),
  );
}

/** 天天数一遍太贵：发布了新的数，或者到了星期一，才看。 */
const news = (tx: Tx) =>
  tx.rows(sql`select 1 as known where extract(isodow from ${tx.today}::date) = 1
    or exists (select from plan_value where published_at > ${tx.now}::timestamptz - interval '2 days')`);

/** Once a day, as the city: where a value was published since, and on every Monday. */
export const tellBehind = whenDue(news, (context) =>
  context.write(systemActor('plan-behind', context.city), async (tx) => {
    if ((await news(tx)).length === 0) return;
    const plans = await planIndicators(tx);
    const found = plans.ok ? await behindOf(tx, plans.value) : plans;
    if (!found.ok) return; // 没有设幅度的，页面会说
    for (const { indicator, name, division, period, status, share, time } of found.value) {
      const isNew =
        (await tx.run(sql`insert into plan_behind (indicator, division, period, status, told_on)
          values (${indicator}, ${division}, ${period}, ${status}, ${tx.today}) on conflict do nothing`)) > 0;
      if (!isNew) continue;
      const isCity = division === tx.city;
      for (const performer of isCity ? (['city-clerk', 'city-leader'] as const) : (['county-clerk', 'county-leader'] as const))
        await notify(tx, {
          to: { performer, division },
          template: 'plan-indicator.behind',
          params: {
            unit: unitName(tx, division),
            indicator: name,
            period: periodWords(period),
            progress: percent(share),
            time: percent(time),
            status: statuses[status],
          },
        });
    }
  }),
);
