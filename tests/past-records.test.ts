/** 已经写下的不改: what an institution, a canteen or a provider wrote yesterday is not another thing today, whoever tries, the owner of the database too. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playBenefits } from '../src/domains/elderly-care/demonstration/benefits.ts';
import { playVisits } from '../src/domains/elderly-care/demonstration/visits.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playSubsidised } from '../src/domains/elderly-care-institutions/demonstration/subsidised.ts';
import { makePlayers } from '../src/domains/social-assistance/demonstration/players.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-07-13' });
  const stage = { context: api.context, moveTo: (instant: string) => api.clock.set(new Date(instant).toISOString()) };
  const players = makePlayers(api.context);
  await playBenefits(stage, players.staff, '2026-09-01T09:00:00+08:00');
  await playVisits(stage, players.staff);
  await players.leave();
  await playInstitutions(stage, '2026-09-01');
  await playSubsidised(stage, '2026-09-01');
});
afterAll(() => api?.stop());

/** Everything of a table, tried to be changed. */
const change = async (table: string, set: string, where: string) => {
  expect((await api.owner.query(`select 1 from ${table} where ${where}`)).rowCount, table).toBeGreaterThan(0);
  return api.owner.query(`update ${table} set ${set} where ${where}`);
};

test.each([
  ['入住的日子挪到清点那天以前', 'care_stay', 'from_on = from_on - 30', 'true'],
  ['离开的日子往后挪，多算几天补贴', 'care_stay', 'to_on = to_on + 20', 'to_on is not null'],
  ['离开的当作没有离开', 'care_stay', 'to_on = null, ended = null, end_reason = null', 'to_on is not null'],
  ['请假的报备时间改到前一天，少退餐费', 'care_leave', "noticed_at = noticed_at - interval '1 day'", 'true'],
  ['出过的账单改合计', 'care_bill', 'total_fen = total_fen + 100, self_fen = self_fen + 100', 'true'],
  ['预收的金额改小，躲过净额的上限', 'care_prepaid', 'amount_fen = 1', 'true'],
  ['核过的运营补贴改金额', 'subsidy', 'amount_fen = amount_fen * 2', 'amount_fen is not null'],
  ['登记过的餐改补贴', 'care_meal', 'subsidy_fen = subsidy_fen + 1', 'subsidy_fen > 0'],
  ['核销过的消费券改金额', 'care_voucher_use', 'deducted_fen = 1', 'true'],
  ['没有见到人的走访改成见到', 'elder_visit', "outcome = 'well'", "outcome = 'no-answer'"],
  ['走访的时间改到期限以内', 'elder_visit', "started_at = started_at - interval '3 days'", 'true'],
] as const)('%s：数据库不收', async (_, table, set, where) => {
  await expect(change(table, set, where)).rejects.toMatchObject({ code: '23514', constraint: `${table}_stays` });
});

test('还没有写的照常写：没有退的预收可以退，只退一次', async () => {
  const refund = (fen: number) =>
    api.owner.query("update care_prepaid set refunded_on = '2026-09-01', refunded_fen = $1 where refunded_on is null or $1 = 2", [
      fen,
    ]);
  expect((await refund(1)).rowCount).toBe(1);
  await expect(refund(2)).rejects.toMatchObject({ constraint: 'care_prepaid_stays' });
});
