/** 居家服务月度结算：抽查谁都可以重算，回访、核定、批准；位置只留90天。 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetPositions } from '../src/domains/elderly-care/orders/forget.ts';
import {
  api,
  at,
  carers,
  closeHomeCare,
  county,
  desk,
  dispatcher,
  file,
  hasQuota,
  leader,
  manager,
  onBehalf,
  openHomeCare,
  post,
  refused,
  village,
  visit,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

describe('月度结算', () => {
  test('申报、抽查（谁都可以重算）、回访、核定、另一位批准；不属实的不付；一个月只结一次', async () => {
    const zheng = await desk.elder('郑国香');
    await hasQuota(zheng);
    at('06:00', '2027-03-08');
    const ids: string[] = [];
    for (const day of ['2027-03-08', '2027-03-09', '2027-03-10']) {
      at('06:00', day);
      const id = await onBehalf(zheng, { on: day, fund: 'public' });
      await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli2!.id });
      await visit('huli2', id, '10:00', '12:00', day);
      await post(village, `orders/${id}/village-confirmation`, { who: '郑国香本人' });
      ids.push(id);
    }
    expect((await refused(manager, 'settlements', { month: '2027-03' })).message).toBe('这个月还没有过完，不能结算。');
    // 9日那天她其实住在养老机构
    await api.owner.query(
      `insert into elder_stay (stay_id, person_id, division, from_on, to_on)
       select gen_random_uuid(), person_id, division, '2027-03-08', '2027-03-10' from home_care_order where id = $1`,
      [ids[0]],
    );
    at('09:00', '2027-04-06');
    const { id, fen } = await post(manager, 'settlements', { month: '2027-03' });
    expect(fen).toBe(3 * 72_00);
    const marked = await api.owner.query(
      'select order_id from home_care_settlement_line where settlement_id = $1 and $2 = any(flags)',
      [id, 'stayed'],
    );
    expect(marked.rows.map((row) => row.order_id)).toEqual([ids[1]]);
    expect((await refused(manager, 'settlements', { month: '2027-03' })).code).toMatch(/SETTLE_(TWICE|EMPTY)/);
    const sheet = () => county.get(`/api/home-care/settlements/${id}`);
    expect((await sheet()).secret).toBeNull();
    expect(await post(county, `settlements/${id}/draw`, { beacon: '03 08 16 21 27 30 + 11' })).toEqual({ all: 0, random: 3 });
    const drawn = await sheet();
    expect(createHash('sha256').update(drawn.secret).digest('hex')).toBe(drawn.digest);
    expect((await refused(county, `settlements/${id}/check`)).message).toBe('还有3条没有回访，不能核定。');
    for (const [i, orderId] of ids.entries())
      await post(county, `settlements/${id}/calls`, { orderId, result: i === 0 ? 'wrong' : 'right', note: '说没有人来过' });
    // 抽了3条错1条，超过20%：本来要全查，已经全部查过
    expect(await post(county, `settlements/${id}/check`)).toEqual({ payFen: 144_00 });
    const { documentId } = await post(leader, `settlements/${id}/approval`);
    expect((await leader.call('GET', `/api/documents/${documentId}/pdf`)).status).toBe(200);
    expect(await Promise.all(ids.map(async (one) => (await file(one)).stateZh))).toEqual(['不予结算', '已结算', '已结算']);
    expect((await refused(leader, `settlements/${id}/approval`)).message).toBe('这张结算单现在是“已批准”，不能这样办。');
    // 另一家看不到
    expect((await (await api.staff('fuwu2')).call('GET', `/api/home-care/settlements/${id}`)).status).toBe(404);
  });

  test('位置只留90天：结算过的三个月以后只剩量过的距离，没有结算的留着', async () => {
    const kept = async () =>
      (
        await api.owner.query(
          `select count(*) filter (where in_mark is not null)::int as marks, count(in_metres)::int as metres from home_care_order
            where settlement_id is not null and planned_on = '2027-03-08'`,
        )
      ).rows[0];
    at('09:00', '2027-06-06');
    await forgetPositions(api.context);
    const before = await kept();
    expect(before.marks).toBeGreaterThan(0);
    at('09:00', '2027-06-07');
    await forgetPositions(api.context);
    expect(await kept()).toEqual({ marks: 0, metres: before.metres });
  });
});
