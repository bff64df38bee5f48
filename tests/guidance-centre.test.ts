/** 综合养老服务中心自己的上门服务 (EC-080): a facility with the function 上门 shows what its operator did at homes, by the month. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestId } from './api.ts';
import {
  api,
  at,
  carers,
  closeHomeCare,
  county,
  desk,
  dispatcher,
  onBehalf,
  openHomeCare,
  post,
  VILLAGE,
  village,
  visit,
} from './home-care.ts';

beforeAll(openHomeCare);
afterAll(closeHomeCare);

test('运营方是本县居家服务商的，按月列出工单、核实的、服务的老人；不是服务商的、没有上门功能的不列', async () => {
  const site = async (name: string, more: object) =>
    (
      await county.post('/api/care-sites', {
        ...{ name, kind: 'integrated', functions: ['full', 'day', 'home', 'guidance'], division: VILLAGE, reach: 'place' },
        ...{
          address: '茶花路',
          owner: '咸安区民政局',
          operator: '咸安康养居家服务中心',
          contact: '余桂珍',
          telephone: '0999-0000801',
        },
        ...{
          hours: '每天8:00—20:00',
          areaM2: 2600,
          dayPlaces: 40,
          fullBeds: 20,
          seats: 60,
          stage: 'operating',
          since: '2026-05-10',
        },
        ...{ requestId: requestId(), ...more },
      })
    ).id as string;
  const centre = await site('市居家养老指导中心', {});
  const other = await site('别处的中心', { operator: '别的公司' });
  const services = async (id: string) => (await county.get(`/api/care-sites/${id}`)).homeServices;
  expect(await services(centre)).toEqual({ providerName: '咸安康养居家服务中心', months: [] });
  expect(await services(other)).toBeNull();
  at('08:00', '2026-11-20');
  const who = await desk.elder('胡桂兰');
  const done = await onBehalf(who);
  await post(dispatcher, `orders/${done}/assignment`, { workerId: carers.huli1!.id });
  await visit('huli1', done, '10:00', '12:00', '2026-11-23');
  await post(village, `orders/${done}/village-confirmation`, { who: '胡桂兰本人' });
  const open = await onBehalf(who, { on: '2026-11-25' });
  await post(dispatcher, `orders/${open}/assignment`, { workerId: carers.huli1!.id });
  expect((await services(centre)).months).toEqual([{ month: '2026-11', orders: 2, done: 1, people: 1 }]);
  expect(api.errors).toEqual([]);
});
