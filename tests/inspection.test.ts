/** 双随机、检查、隐患 over HTTP: a draw that nobody can steer and anybody can compute again, checks by those who were drawn, dangers until they are closed. */

import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COUNTY } from '../src/domains/elderly-care-institutions/demonstration/supervised.ts';
import { draw, poolText, seedText } from '../src/kernel/inspection/index.ts';
import { type Browser, requestId } from './api.ts';
import { dangers } from './inspection-dangers.ts';
import {
  API,
  api,
  beacon,
  city,
  closeInspection,
  county,
  draws,
  head,
  homes,
  leader,
  legal,
  logins,
  matter,
  offered,
  openInspection,
  otherCity,
  photo,
  planId,
  prepare,
  promised,
  setPlanId,
  sha256,
  view,
} from './inspection-desk.ts';

beforeAll(openInspection);
afterAll(closeInspection);

describe('年度计划', () => {
  test('县起草、市批准；起草的人不能自己批准；公示以前不能抽', async () => {
    const { id } = await city.post(`${API}/plans`, { division: COUNTY, year: 2026, matter });
    setPlanId(id);
    const plan = async (by: Browser) => (await by.get(`${API}/draws`)).plans.find((p: { id: string }) => p.id === id);
    expect((await plan(city)).rates).toEqual({ A: 10, B: 20, C: 50, D: 100 });
    expect(offered(await plan(city))).toEqual([]);
    expect(await city.refused(`${API}/plans/${id}/approval`, { version: 1 })).toMatchObject({ code: 'PLAN_OWN_HAND' });
    await otherCity.post(`${API}/plans/${id}/approval`, { version: 1 });
    expect(
      await city.refused(`${API}/plans/${id}/draws`, { from: '2026-09-14', to: '2026-09-30', beaconSource: '双色球2026103期' }),
    ).toMatchObject({ code: 'PLAN_STATE' });
    await county.post(`${API}/plans/${id}/publication`, { version: 2 });
    expect(await city.refused(`${API}/plans`, { division: COUNTY, year: 2026, matter })).toMatchObject({ code: 'PLAN_TWICE' });
  });
});

describe('抽取', () => {
  let id: string;

  test('冻结名录的人不能保管密值；承诺公布不满24小时不能登记号码；开奖日期须在承诺以后', async () => {
    id = await prepare();
    expect(
      await city.refused(`${API}/plans/${planId}/draws`, {
        from: '2026-09-14',
        to: '2026-09-30',
        beaconSource: '双色球2026103期',
      }),
    ).toMatchObject({ code: 'DRAW_OPEN' });
    expect((await city.call('POST', `${API}/draws/${id}/promise`, { version: 1 })).status).toBe(403);
    const { promise } = await legal.post(`${API}/draws/${id}/promise`, { version: 1 });
    expect(promise).toMatch(/^[0-9a-f]{64}$/);
    const batch = await view(id);
    expect(batch.objectHash).toBe(sha256(poolText(batch.input.objects.map((o: { id: string }) => o.id))));
    expect(batch.secret).toBeNull();
    expect(await city.refused(`${API}/draws/${id}/beacon`, { version: 2, ...beacon })).toMatchObject({ code: 'DRAW_TOO_SOON' });
    await api.moveTo('2026-09-02');
    expect(await city.refused(`${API}/draws/${id}/beacon`, { version: 2, ...beacon, beaconOn: '2026-08-31' })).toMatchObject({
      code: 'DRAW_BEACON_EARLY',
    });
    await city.post(`${API}/draws/${id}/beacon`, { version: 2, ...beacon });
  });

  test('启封：密值和承诺对得上，别人拿公开的数重算，结果一样；一家两人，派出任务', async () => {
    expect((await city.call('POST', `${API}/draws/${id}/opening`, { version: 3 })).status).toBe(403);
    const opened = await legal.post(`${API}/draws/${id}/opening`, { version: 3 });
    expect(opened.state).toBe('drawn');
    const batch = await view(id);
    expect(sha256(batch.secret)).toBe(batch.promise);
    const seed = createHash('sha256').update(seedText(batch.secret, batch.beacon)).digest();
    expect(seed.toString('hex')).toBe(batch.seed);
    expect(draw(batch.input, (message) => createHmac('sha256', seed).update(message).digest('hex'))).toEqual(batch.result);
    // 8 homes that were registered this year: class B, 20 % of them.
    expect(batch.result.strata).toMatchObject([{ riskClass: 'B', county: COUNTY, of: 8, draws: 2 }]);
    const tasks = (await county.get(`${API}/tasks`)).rows;
    expect(tasks).toHaveLength(2);
    for (const task of tasks)
      expect(task).toMatchObject({ causeZh: '双随机抽取', stateZh: '待检查', pair: [expect.any(String), expect.any(String)] });
  });

  test('抽出来的不能改：数据库也不让', async () => {
    await expect(api.owner.query(`update inspection_draw set seed = 'x' where id = $1`, [id])).rejects.toMatchObject({
      code: '23001',
    });
    await expect(api.owner.query(`update inspection_draw set input = '{}' where id = $1`, [id])).rejects.toMatchObject({
      code: '23001',
    });
  });

  test('作废要理由、另一个人确认；作废的一直公开，没有开始的检查取消；重抽换密值', async () => {
    const reason = '见证人与其中一家机构有亲属关系';
    await city.post(`${API}/draws/${id}/void-request`, { version: 4, reason });
    expect(await city.refused(`${API}/draws/${id}/void`, { version: 5 })).toMatchObject({ code: 'DRAW_VOID_OWN_HAND' });
    await otherCity.post(`${API}/draws/${id}/void`, { version: 5 });
    expect(await view(id)).toMatchObject({ state: 'void', voidReason: reason, secret: expect.any(String) });
    expect((await county.get(`${API}/tasks?state=open`)).rows).toEqual([]);
    const again = await prepare();
    await promised(again);
    expect((await view(again)).promise).not.toBe((await view(id)).promise);
    expect((await draws()).draws.map((d: { state: string }) => d.state)).toEqual(['promised', 'void']);
    await city.post(`${API}/draws/${again}/void-request`, { version: 2, reason: '改在九月下旬再抽一次' });
    await otherCity.post(`${API}/draws/${again}/void`, { version: 3 });
  });

  test('承诺以后名录变了：不能抽，请重新公示；作废以后重来', async () => {
    const changed = await prepare();
    await promised(changed);
    const [someone] = (await draws()).inspectors;
    await api.moveTo('2026-09-04');
    await county.post(`${API}/inspectors/${someone.id}/ending`, { version: 1, endedOn: '2026-09-04' });
    expect(await city.refused(`${API}/draws/${changed}/beacon`, { version: 2, ...beacon, beaconOn: '2026-09-04' })).toMatchObject(
      {
        message: '名录库已变更，请重新公示后抽取。',
      },
    );
    await city.post(`${API}/draws/${changed}/void-request`, { version: 2, reason: '执法人员名录变了，重新公示' });
    await otherCity.post(`${API}/draws/${changed}/void`, { version: 3 });
  });

  test('有一家凑不齐两名执法人员：整批没有生成，密值照样公开，谁都查得出确实凑不齐', async () => {
    const people = (await draws()).inspectors;
    expect(people).toHaveLength(4);
    // Three of four are related to all that may be drawn: whatever is drawn lacks two.
    for (const one of people.slice(1))
      for (const homeId of homes.values())
        await county.call('POST', `${API}/inspectors/${one.id}/ties`, { objectId: homeId, tie: 'kin' });
    const short = await prepare();
    await promised(short);
    await api.moveTo('2026-09-06');
    await city.post(`${API}/draws/${short}/beacon`, { version: 2, ...beacon, beaconOn: '2026-09-05' });
    expect(await legal.post(`${API}/draws/${short}/opening`, { version: 3 })).toEqual({ state: 'failed', drawn: 0 });
    expect(await view(short)).toMatchObject({ stateZh: '执法人员不足，抽取未生成', secret: expect.any(String) });
    expect((await county.get(`${API}/tasks?state=open`)).rows).toEqual([]);
    await api.owner.query('delete from inspector_tie');
  });

  test('与机构有关联的，公开的只写回避，不写是什么关系', async () => {
    const [someone] = (await draws()).inspectors;
    await county.post(`${API}/inspectors/${someone.id}/ties`, {
      objectId: homes.get('01'),
      tie: 'employment',
      until: '2024-05-31',
    });
    await county.post(`${API}/inspectors/${someone.id}/ties`, {
      objectId: homes.get('02'),
      tie: 'employment',
      until: '2023-08-31',
    });
    const batch = await view(await prepare());
    expect(batch.input.recusals).toEqual([{ objectId: '12421202DEM0000001-1', inspectorId: someone.no, reason: 'relation' }]);
    expect(JSON.stringify(batch)).not.toContain('employment');
  });
});

describe('现场检查', () => {
  let taskId: string;
  let lead: Browser;
  let second: Browser;
  const task = (by: Browser) => by.get(`${API}/tasks/${taskId}`);
  const code = async (key: string) => (await county.post(`${API}/objects/${homes.get(key)}/code`)).code as string;
  const passed = async (by: Browser, items: { code: string }[], more: object = {}) => ({
    ...Object.fromEntries(items.map((item) => [item.code, { answer: 'yes' }])),
    result: 'passed',
    note: '',
    leadSignature: await photo(by, 'inspection-signature'),
    secondSignature: await photo(by, 'inspection-signature'),
    objectSigner: '柳志明',
    ...more,
  });
  const send = (by: Browser, path: string, version: number, input: object, id = requestId()) =>
    by.call('POST', `${API}/tasks/${taskId}/${path}`, { version, requestId: id, input });

  test('有因检查标明事由；与机构有关联的执法人员不能派', async () => {
    const people = (await draws()).inspectors as { id: string; name: string; ties: object[] }[];
    const related = people.find(({ ties }) => ties.length > 0)!;
    const [one, two] = people.filter(({ ties }) => ties.length === 0);
    const given = {
      objectId: homes.get('01'),
      cause: 'complaint',
      causeNote: '家属来电反映安全出口上锁',
      matter,
      from: '2026-09-06',
      to: '2026-09-10',
      lead: one!.id,
      second: two!.id,
    };
    expect(await county.refused(`${API}/tasks`, { ...given, second: related.id })).toMatchObject({
      message: `执法人员${related.name}与检查对象存在关联，已回避。`,
    });
    expect(await county.refused(`${API}/tasks`, { ...given, second: one!.id })).toMatchObject({ code: 'INSPECTOR_PAIR' });
    taskId = (await county.post(`${API}/tasks`, given)).id;
    lead = await api.staff(logins.get(one!.name)!);
    second = await api.staff(logins.get(two!.name)!);
    expect((await task(lead)).causeZh).toBe('有因检查：投诉举报');
  });

  test('没有派到的人和机构自己都看不到还没有开始的检查', async () => {
    const { pair } = await task(county);
    const stranger = await api.staff([...logins].find(([name]) => !pair.includes(name))![1]);
    for (const who of [stranger, head]) {
      expect((await who.call('GET', `${API}/tasks/${taskId}`)).status).toBe(404);
      expect((await who.get(`${API}/tasks?state=open`)).rows).toEqual([]);
    }
    expect((await send(stranger, 'arrival', 1, { code: await code('01') })).body.error.code).toBe('ONSITE_NOT_YOURS');
  });

  test('到场扫码：别家的码不收；码是真的，记作亮码', async () => {
    expect(await send(lead, 'arrival', 1, { code: await code('02') })).toMatchObject({
      status: 422,
      body: { error: { code: 'ONSITE_WRONG_CODE' } },
    });
    expect((await send(lead, 'arrival', 1, { code: await code('01') })).status).toBe(200);
    expect(await task(lead)).toMatchObject({ arrivedWay: 'scan', stateZh: '检查中', unscanned: false });
  });

  test('有不符合的项目不能是合格；不符合的要拍照、写明在哪里；重复发送只记一次，每一处成为一条隐患', async () => {
    const { items, version } = await task(lead);
    const input = await passed(lead, items);
    const broken = { ...input, exits: { answer: 'no' } };
    expect((await send(lead, 'result', version, broken)).body.error.fields.map((f: { path: string }) => f.path)).toEqual([
      'exits.place',
      'exits.photo',
    ]);
    const found = {
      ...input,
      exits: {
        answer: 'no',
        place: '一楼东侧安全出口',
        note: '挂锁，值班员没有钥匙',
        photo: await photo(lead, 'inspection-photo'),
      },
    };
    expect((await send(lead, 'result', version, found)).body.error.fields).toMatchObject([{ path: 'result' }]);
    const id = requestId();
    const sent = { ...found, result: 'rectify' };
    expect((await send(lead, 'result', version, sent, id)).body).toEqual({ dangers: 1 });
    expect((await send(lead, 'result', version, sent, id)).body).toEqual({ dangers: 1 });
    const after = await task(county);
    expect(after).toMatchObject({
      resultZh: '责令整改',
      publishBy: '2026-10-09',
      dangers: [{ place: '一楼东侧安全出口', gradeZh: '待定级' }],
    });
    expect(after.dangers).toHaveLength(1);
  });

  test('协办也看得到结果', async () => {
    expect((await task(second)).resultZh).toBe('责令整改');
  });

  test('机构5个工作日内可以提异议，没有答复不能公示；答复以后公示', async () => {
    const before = await task(head);
    expect(before.objectionBy).toBe('2026-09-11');
    await head.post(`${API}/tasks/${taskId}/objection`, {
      version: before.version,
      text: '锁是当天上午维修工临时挂的，下午已取。',
    });
    const waiting = await task(county);
    expect(offered(waiting)).toEqual([]);
    expect(await county.refused(`${API}/tasks/${taskId}/publication`, { version: waiting.version })).toMatchObject({
      code: 'ONSITE_OPEN_OBJECTION',
    });
    await leader.post(`${API}/tasks/${taskId}/objection-answer`, {
      version: waiting.version,
      text: '检查时确实锁闭，结果不变。',
    });
    await county.post(`${API}/tasks/${taskId}/publication`, { version: waiting.version + 1 });
    expect((await task(county)).publishedOn).toBe('2026-09-06');
    const events = await api.owner.query(`select payload from domain_event where type = 'inspection.published'`);
    expect(events.rows).toMatchObject([{ payload: { taskId, result: 'rectify' } }]);
  });

  test('输入公开编号到场的，标明没有亮码，市里看得到', async () => {
    const people = (await draws()).inspectors as { id: string; ties: object[] }[];
    const [one, two] = people.filter(({ ties }) => ties.length === 0);
    taskId = (
      await county.post(`${API}/tasks`, {
        objectId: homes.get('02'),
        cause: 'transfer',
        causeNote: '消防部门转来的线索一条',
        matter,
        from: '2026-09-06',
        to: '2026-09-10',
        lead: one!.id,
        second: two!.id,
      })
    ).id;
    const { items } = await task(lead);
    // Without network on the way: arrival and result come in one.
    const input = await passed(lead, items, { code: '12421202DEM0000002-1', objectSigner: '卢国清' });
    expect((await send(lead, 'result', 1, input)).body).toEqual({ dangers: 0 });
    expect((await city.get(`${API}/doubtful-visits`)).rows).toMatchObject([
      { objectName: '汀泗桥镇农村福利院', why: ['没有亮码'] },
    ]);
  });
});

dangers();
