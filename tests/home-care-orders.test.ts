/** 居家服务工单：约、做、确认、异议（W10、W11）。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MyOrder } from '../src/domains/elderly-care/orders/content.ts';
import { recordDeath } from '../src/kernel/resident/server.ts';
import { type Browser, requestId } from './api.ts';
import {
  api,
  at,
  carers,
  closeHomeCare,
  county,
  DOOR,
  desk,
  dispatcher,
  file,
  hasQuota,
  hotline,
  items,
  manager,
  mine,
  onBehalf,
  openHomeCare,
  order,
  post,
  refused,
  stamp,
  system,
  take,
  village,
  visit,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

describe('W10、W11 老人网上约保洁', () => {
  let id = '';
  let elder: Browser;
  test('下单自动受理，先问最近的章小兰，10分钟没有答复问余秋香；余秋香接单，老人收到确认码', async () => {
    const wang = await desk.elder('王桂香');
    elder = await desk.phoneOf(wang);
    at('06:00');
    const { fields } = await elder.get('/api/my/home-care/form');
    expect(fields.find((f: { name: string }) => f.name === 'itemId').choices.map((c: { label: string }) => c.label)).toContain(
      '居室保洁，40.00元／小时（政府购买36.00元）',
    );
    expect((await elder.refused('/api/my/home-care', { requestId: requestId(), ...order({ time: '07:30' }) })).message).toBe(
      '请至少提前2小时预约；急事请选助急项目。',
    );
    ({ id } = await elder.post('/api/my/home-care', { requestId: requestId(), ...order() }));
    await api.run();
    expect((await mine('huli1')).offered.map((o) => [o.id, o.personName, o.address])).toEqual([[id, '王**', null]]);
    at('06:10');
    await api.run();
    expect((await mine('huli1')).offered).toEqual([]);
    expect((await mine('huli2')).offered.map((o) => o.id)).toEqual([id]);
    await take('huli2', id);
    expect((await refused(carers.huli1!.browser, `orders/${id}/take`)).message).toBe('该工单已被他人接单。');
    const [row] = (await elder.get('/api/my/home-care')).rows as MyOrder[];
    expect(row).toMatchObject({ stateZh: '已接单', workerName: '余秋香', code: expect.stringMatching(/^\d{6}$/) });
    expect((await mine('huli2')).mine[0]).toMatchObject({ address: '汀泗桥镇古塘村3组8号', km: 1.1 });
  });

  test('签到太早、离得太远都不行；预约120分钟做了160分钟，没有同意延长，按135分钟90元', async () => {
    const huli = carers.huli2!.browser;
    at('09:29');
    expect((await refused(huli, `orders/${id}/check-in`, { position: DOOR, stamp: await stamp('huli2', id) })).message).toBe(
      '最早提前30分钟签到，还没有到时间。',
    );
    at('09:55');
    await post(huli, `orders/${id}/departure`);
    const far = { position: '29.79000,114.25000,10', stamp: await stamp('huli2', id) };
    expect((await refused(huli, `orders/${id}/check-in`, far)).message).toBe('您距服务地址1112米，超出500米范围，不能签到。');
    expect(await visit('huli2', id, '10:00', '12:40')).toEqual({ minutes: 160, fen: 90_00 });
  });

  test('服务商自己不能确认；老人确认、给五星；评过的护理员有了熟人分', async () => {
    for (const by of [manager, carers.huli2!.browser])
      expect(
        (await by.call('POST', `/api/home-care/orders/${id}/call-back`, { requestId: requestId(), code: '000000' })).status,
      ).toBe(403);
    await elder.post(`/api/my/home-care/${id}/confirmation`, { requestId: requestId() });
    await elder.post(`/api/my/home-care/${id}/evaluation`, { requestId: requestId(), stars: '5', said: '很仔细' });
    expect((await file(id)).course.map((s) => s.zh)).toEqual([
      '下单',
      '受理',
      '派给',
      '没有答复',
      '派给',
      '接单',
      '出发',
      '签到',
      '签退',
      '核实',
      '评价',
    ]);
    const next = (await elder.post('/api/my/home-care', { requestId: requestId(), ...order({ on: '2026-11-24' }) })).id;
    await api.run();
    expect((await mine('huli2')).offered.map((o) => o.id)).toEqual([next]);
    await elder.post(`/api/my/home-care/${next}/cancellation`, { requestId: requestId() });
    expect((await mine('huli2')).offered).toEqual([]);
  });
});

describe('做完以后', () => {
  test('助浴72小时也不自动核实，要打电话报确认码；保洁自动核实；村里当面问过的也算', async () => {
    const zhou = await desk.elder('周玉莲');
    at('06:00', '2026-11-30');
    const [bath, clean, asked] = [
      await onBehalf(zhou, { on: '2026-11-30', itemId: items.BATH, time: '08:00' }),
      await onBehalf(zhou, { on: '2026-11-30', time: '11:00' }),
      await onBehalf(zhou, { on: '2026-11-30', time: '14:00' }),
    ];
    for (const id of [bath, clean, asked]) await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli2!.id });
    await visit('huli2', bath, '08:00', '09:30', '2026-11-30');
    await visit('huli2', clean, '11:00', '13:00', '2026-11-30');
    await visit('huli2', asked, '14:00', '16:00', '2026-11-30');
    await post(village, `orders/${asked}/village-confirmation`, { who: '周玉莲本人' });
    at('16:01', '2026-12-03');
    await api.run();
    expect([(await file(bath)).stateZh, (await file(clean)).stateZh]).toEqual(['待核实', '已核实']);
    expect((await file(clean)).verifiedZh).toMatch(/自动确认/);
    expect((await file(bath)).alarm).toBe('等电话回访');
    expect((await refused(hotline, `orders/${bath}/call-back`, { code: '999999x'.slice(0, 6) })).message).toBe('确认码不对。');
    const [{ code }] = ((await (await desk.phoneOf(zhou)).get('/api/my/home-care')).rows as MyOrder[]).filter(
      (o) => o.id === bath,
    ) as [MyOrder];
    await post(hotline, `orders/${bath}/call-back`, { code });
    expect(await file(bath)).toMatchObject({ stateZh: '已核实', verifiedZh: '电话回访，老人报出确认码（钱慧）' });
  });

  test('老人有异议：这一单先不付，别的不受影响；县里查了照付，老人知道结果', async () => {
    const feng = await desk.elder('冯玉兰');
    const phone = await desk.phoneOf(feng);
    at('06:00', '2026-12-01');
    const id = await onBehalf(feng, { on: '2026-12-01' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', id, '10:00', '11:00', '2026-12-01');
    await phone.post(`/api/my/home-care/${id}/dispute`, { requestId: requestId(), dispute: '只扫了客厅，厨房没有做' });
    expect(await file(id)).toMatchObject({ stateZh: '争议中', alarm: '有异议', dispute: '只扫了客厅，厨房没有做' });
    expect((await phone.refused(`/api/my/home-care/${id}/confirmation`, { requestId: requestId() })).code).toBe('ORDER_STATE');
    await post(county, `orders/${id}/decision`, { decision: 'pay', grounds: '看了照片，问了邻居，厨房不在约定里' });
    expect((await file(id)).stateZh).toBe('已核实');
    expect((await phone.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('异议有结果了');
  });

  test('护理员退回，马上另问别人；到了时间老人不在，村里去看', async () => {
    const cheng = await desk.elder('程桂香');
    at('06:00', '2026-12-02');
    const id = await onBehalf(cheng, { on: '2026-12-02' });
    await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
    await post(carers.huli1!.browser, `orders/${id}/hand-back`, { reason: '孩子发烧，去不了' });
    expect((await mine('huli1')).mine.filter((row) => row.id === id)).toEqual([]);
    await api.run();
    expect((await mine('huli2')).offered.map((row) => row.id)).toContain(id);
    await take('huli2', id);
    at('10:05', '2026-12-02');
    await post(carers.huli2!.browser, `orders/${id}/absence`, {
      position: DOOR,
      note: '敲门十分钟，电话没有人接',
      stamp: await stamp('huli2', id),
    });
    expect(await file(id)).toMatchObject({ stateZh: '爽约', alarm: '老人不在' });
    expect((await village.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('上门时老人不在');
  });

  test('老人去世：没有做的取消，去世以后的服务记录不予结算，交人核查', async () => {
    const wu = await desk.elder('吴老太');
    await hasQuota(wu);
    at('06:00', '2026-12-04');
    const done = await onBehalf(wu, { on: '2026-12-04', fund: 'public' });
    const open = await onBehalf(wu, { on: '2026-12-07' });
    await post(dispatcher, `orders/${done}/assignment`, { workerId: carers.huli1!.id });
    await visit('huli1', done, '10:00', '12:00', '2026-12-04');
    await api.context.write(system, async (tx) => {
      const died = await recordDeath(tx, {
        personId: wu.id as never,
        diedOn: '2026-12-02',
        source: '殡仪馆火化登记',
        certificateRef: 'HH-1',
      });
      if (!died.ok) throw new Error(died.code);
    });
    await api.run();
    expect([(await file(done)).stateZh, (await file(open)).stateZh]).toEqual(['不予结算', '已取消']);
    const clues = await api.owner.query("select count(*)::int as n from clue where kind = 'home-care' and person_id = $1", [
      wu.id,
    ]);
    expect(clues.rows[0].n).toBe(1);
  });
});
