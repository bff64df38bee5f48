/** 物价联动: index with its paper, two persons, one grant for each person and month, paid with the ordinary batch. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { loadParameters } from '../src/kernel/policy/server.ts';
import { recordDeath } from '../src/kernel/resident/server.ts';
import { type Api, type Browser, carry, requestId, startApi } from './api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
const story = storyOf('returned');

const enter = async (month: string, cpiPermille: number, foodPermille: number) => ({
  month,
  cpiPermille,
  foodPermille,
  publishedOn: api.clock.today(),
  proof: await clerk.upload('price-index'),
  requestId: requestId(),
});
const run = async (month: string) => (await clerk.get('/api/price-link')).rows.find((r: { month: string }) => r.month === month);
const events = async (type: string) =>
  (await api.owner.query('select payload from domain_event where type = $1 order by seq', [type])).rows.map(
    (r: { payload: unknown }) => r.payload,
  );

/** A standard of 咸安区 that holds since June, published today. */
const raise = (key: string, yuan: number) =>
  api.context.write(systemActor('test', api.context.city), (tx) =>
    loadParameters(tx, [
      {
        key,
        division: '421202000000',
        value: String(yuan * 100),
        unit: 'fen',
        validFrom: '2026-06-01',
        validTo: null,
        source: '测试',
        nature: 'assumption',
        note: '',
      },
    ]),
  );

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(story);
  await carry(api, story, 'decided');
  [clerk, leader] = await Promise.all([api.staff('shi'), api.staff('shiling')]);
  await api.moveTo('2026-05-12');
});
afterAll(() => api?.stop());

describe('价格临时补贴', () => {
  test('未来月份、没有依据文件、重复录入：各得一句说明', async () => {
    expect(await clerk.refused('/api/price-link/indices', await enter('2026-05', 36, 20))).toMatchObject({
      code: 'PRICE_MONTH_FUTURE',
      fields: [{ path: 'month' }],
    });
    for (const publishedOn of ['2026-05-13', '2026-04-30'])
      expect(await clerk.refused('/api/price-link/indices', { ...(await enter('2026-04', 36, 20)), publishedOn })).toMatchObject({
        fields: [{ path: 'publishedOn' }],
      });
    const { proof: _, ...bare } = await enter('2026-04', 36, 20);
    expect(await clerk.refused('/api/price-link/indices', bare)).toMatchObject({ code: 'INVALID_INPUT' });
    await clerk.post('/api/price-link/indices', await enter('2026-04', 36, 20));
    expect(await clerk.refused('/api/price-link/indices', await enter('2026-04', 37, 20))).toMatchObject({
      code: 'PRICE_INDEX_KNOWN',
      fields: [{ path: 'month' }],
    });
  });

  test('CPI 3.6%：测算为城市29元、农村24元，嘉鱼30元、25元；20个工作日内发放', async () => {
    await api.run();
    const april = await run('2026-04');
    expect(april).toMatchObject({ state: 'proposed', triggered: true, payBy: '2026-06-09' });
    const of = (name: string) => april.amounts.find((a: { name: string }) => a.name === name);
    expect(of('咸安区')).toMatchObject({ urbanFen: 29_00, ruralFen: 24_00 });
    expect(of('嘉鱼县')).toMatchObject({ urbanFen: 30_00, ruralFen: 25_00 });
  });

  test('没有提出不能批准；提出的人自己不能批准；批准后启动', async () => {
    const { id, version } = await run('2026-04');
    const approve = (by: Browser, v: number) =>
      by.call('POST', `/api/price-link/${id}/approve`, { version: v, opinion: '同意启动。', requestId: requestId() });
    expect((await approve(leader, version)).body.error.code).toBe('PRICE_NOT_NOW');
    await clerk.post(`/api/price-link/${id}/submit`, { version, requestId: requestId() });
    expect((await approve(clerk, version + 1)).status).toBe(403);
    expect((await approve(leader, version)).body.error.code).toBe('VERSION_CONFLICT');
    expect((await approve(leader, version + 1)).status).toBe(200);
    expect(await events('price.subsidy.started')).toEqual([
      { month: '2026-04', triggers: ['cpi'], amountsFen: [24_00, 25_00, 29_00, 30_00] },
    ]);
    await expect(api.owner.query('update price_run set approved_by = submitted_by where id = $1', [id])).rejects.toMatchObject({
      constraint: 'price_run_two_persons',
    });
  });

  test('每人一次：家里几口人就是几份，名单再生成一遍也不多发', async () => {
    await api.moveTo('2026-05-13');
    const done = await run('2026-04');
    const people = story.persons.filter((p) => p.ref !== 'agent').length;
    expect(done).toMatchObject({ state: 'granted', persons: people });
    const { rows } = await api.owner.query(
      `select amount_fen, e.from_month, to_month from entitlement e join entitlement_version v on v.entitlement_id = e.id where e.programme = 'price-subsidy'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ from_month: '2026-04', to_month: '2026-04' });
    expect([29_00, 24_00].map((each) => each * people)).toContain(Number(rows[0].amount_fen));
    expect(Number(rows[0].amount_fen)).toBe(done.sumFen);
    await api.run();
    expect((await run('2026-04')).persons).toBe(people);
  });

  test('同一人同一月再发一份，数据库不收', async () => {
    const [member] = (
      await api.owner.query(
        `select person_id, entitlement_id from entitlement_exclusion where exclusive_group = 'price-subsidy' limit 1`,
      )
    ).rows;
    const [other] = (
      await api.owner.query(
        `select entitlement_id, from_month from entitlement_member where person_id = $1 and entitlement_id <> $2`,
        [member.person_id, member.entitlement_id],
      )
    ).rows;
    await expect(
      api.owner.query(
        `insert into entitlement_exclusion (entitlement_id, person_id, from_month, exclusive_group, division) values ($1, $2, $3, 'price-subsidy', '421202100001')`,
        [other.entitlement_id, member.person_id, other.from_month],
      ),
    ).rejects.toMatchObject({ constraint: 'entitlement_exclusion_once' });
  });

  test('名单生成当天就编成一批，发放日在20个工作日的期限以内；20日的名单不再重复', async () => {
    await api.moveTo('2026-05-20');
    const finance = await api.staff('caiwu');
    const { id } = (await finance.get('/api/batches')).rows.find((b: { programme: string }) => b.programme === 'price-subsidy');
    const lines = (await finance.get(`/api/batches/${id}/lines`)).rows;
    expect(lines).toMatchObject([{ month: '2026-04', personName: story.form.applicant.name }]);
    const made = (await finance.get('/api/batches?programme=price-subsidy')).rows;
    expect(made).toMatchObject([{ kind: 'supplementary', month: '2026-05', payOn: '2026-05-20' }]);
    expect(made[0].payOn <= (await run('2026-04')).payBy).toBe(true);
  });

  test('名单生成以后才知道有人在4月以前去世：这一份不发，其余照发，不用等低保复核', async () => {
    const { rows: before } = await api.owner.query(
      `select l.id, l.amount_fen, m.person_id from payment_line l join entitlement e on e.id = l.entitlement_id and e.programme = 'price-subsidy'
        join entitlement_member m on m.entitlement_id = e.id and m.person_id <> e.person_id order by m.person_id`,
    );
    const people = before.length + 1;
    expect(people).toBeGreaterThan(1);
    await api.context.write(systemActor('test', api.context.city), (tx) =>
      recordDeath(tx, { personId: before[0].person_id, diedOn: '2026-03-31', source: '火化证明' }),
    );
    await api.run();
    const { rows: after } = await api.owner.query('select amount_fen, state from payment_line where id = $1', [before[0].id]);
    expect(after).toEqual([{ amount_fen: (before[0].amount_fen / people) * (people - 1), state: 'pending' }]);
  });

  test('下个月两项都回落：不启动，告知停止；再补更早的月份不行', async () => {
    await api.moveTo('2026-06-10');
    await clerk.post('/api/price-link/indices', await enter('2026-05', 34, 59));
    await api.run();
    expect(await run('2026-05')).toMatchObject({ state: 'none', stateZh: '未达启动条件' });
    expect(await events('price.subsidy.stopped')).toEqual([{ month: '2026-05' }]);
    expect(await clerk.refused('/api/price-link/indices', await enter('2026-03', 36, 0))).toMatchObject({
      code: 'PRICE_MONTH_ORDER',
    });
  });

  test('提出以后标准调高：按旧标准的金额不能批准，重新提出才行；家已经从城里搬到乡下，发的仍按当月低保的标准', async () => {
    await api.moveTo('2026-07-10');
    await clerk.post('/api/price-link/indices', await enter('2026-06', 36, 20));
    await api.run();
    const june = () => run('2026-06');
    const each = async (name: string) => (await june()).amounts.find((a: { name: string }) => a.name === name);
    const put = async () =>
      clerk.post(`/api/price-link/${(await june()).id}/submit`, { version: (await june()).version, requestId: requestId() });
    await put();
    expect(await june()).toMatchObject({ state: 'submitted', outdated: false, may: { submit: false } });
    await raise('DB-STD-U', 900);
    const approve = async () =>
      leader.call('POST', `/api/price-link/${(await june()).id}/approve`, {
        version: (await june()).version,
        opinion: '同意启动。',
        requestId: requestId(),
      });
    expect((await approve()).body.error).toMatchObject({ code: 'PRICE_STANDARD_CHANGED' });
    expect(await june()).toMatchObject({ outdated: true, may: { submit: true, approve: false } });
    await put();
    expect(await each('咸安区')).toMatchObject({ urbanFen: 33_00, ruralFen: 24_00 });
    expect((await approve()).status).toBe(200);
    const other = story.form.applicant.urbanRural === 'urban' ? 'rural' : 'urban';
    await api.owner.query(`update household set urban_rural = $1`, [other]);
    // Somebody who supports the family lives under the other standard: both stand in its decision.
    await api.owner.query(
      `update entitlement_version set parameter_ids = parameter_ids || array(select id from parameter where key = $1 order by id)`,
      [other === 'urban' ? 'DB-STD-U' : 'DB-STD-R'],
    );
    await api.moveTo('2026-07-11');
    const { persons, sumFen } = await june();
    expect(sumFen).toBe(persons * (story.form.applicant.urbanRural === 'urban' ? 33_00 : 24_00));
  });
});
