/** 法律、健康咨询: items of home services like any other, asked for by the elder, and what a need for them is matched with. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestId } from './api.ts';
import { api, at, carers, closeHomeCare, county, desk, dispatcher, file, onBehalf, openHomeCare, post } from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

test('县里登记法律、健康咨询的项目和价格；村里替老人下单、派单，和别的服务一样', async () => {
  const item = (code: string, name: string, kind: string, price: number) =>
    post(county, 'items', {
      ...{ code, name, class: kind, unit: 'visit', price, minMinutes: 30, plannedMinutes: 60, level: '1' },
      ...{ sameSex: 'no', photo: 'no', alwaysCall: 'no', from: '2026-01-01' },
    });
  const legal = await item('LEGAL', '上门法律咨询', 'legal', 50_00);
  await item('HEALTH', '上门健康咨询', 'health', 30_00);
  at('08:00', '2026-11-20');
  const id = await onBehalf(await desk.elder('胡桂兰'), { itemId: legal.id });
  await post(dispatcher, `orders/${id}/assignment`, { workerId: carers.huli1!.id });
  expect(await file(id)).toMatchObject({ itemName: '上门法律咨询', priceZh: '50.00元／次', workerName: '章小兰' });
});

test('老人在网上说要健康咨询：介绍得出有这一项的服务商', async () => {
  const phone = await desk.phoneOf(await desk.elder('向桂英', { birthDate: '1944-03-01' }));
  await phone.post('/api/elders/my/needs', { code: 'health', note: '血压药怎么吃', specials: [], requestId: requestId() });
  const [need] = (await phone.get('/api/elders/my')).needs;
  expect(need).toMatchObject({ zh: '健康咨询' });
  const { matches } = await desk.clerk.get(`/api/care-needs/${need.id}`);
  expect(matches.map(({ name }: { name: string }) => name)).toContain('咸安康养居家服务中心（上门健康咨询）');
  expect(api.errors).toEqual([]);
});
