/** 探访台账: reviewed once a year, by the village; a photograph that looks like one of another home is doubted and not refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomPicture } from '../src/domains/elderly-care/demonstration/pictures.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { type Elder, elderDesk } from './elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;
let li: Elder;
let zhou: Elder;
const at = (text: string) => new Date(`${text}:00+08:00`).toISOString();

beforeAll(async () => {
  api = await startApi({ start: '2026-10-28' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
  [li, zhou] = [await desk.elder('李守田', { birthDate: '1960-02-01' }), await desk.elder('周桂珍', { birthDate: '1944-05-01' })];
  for (const who of [li, zhou])
    await village.post(`/api/elders/${who.id}/living`, { requestId: requestId(), input: { status: 'empty-nest', contacts: [] } });
});
afterAll(() => api?.stop());

async function visit(who: Elder, startedAt: string, picture: Buffer) {
  api.clock.set(new Date(Date.parse(at(startedAt)) + 10 * 60_000).toISOString());
  const photo = await village.upload('visit-photo', picture, '门口.png');
  return village.post('/api/elder-visits/records', {
    requestId: requestId(),
    sentAt: api.clock.now(),
    input: {
      personId: who.id,
      mode: 'home',
      outcome: 'well',
      startedAt: at(startedAt),
      endedAt: new Date(Date.parse(at(startedAt)) + 6 * 60_000).toISOString(),
      position: '29.71000,114.30000,12',
      photos: [photo],
    },
  });
}
/** The same picture, saved with another remark: other bytes. */
const savedAgain = (picture: Buffer): Buffer => {
  const text = picture.indexOf('tEXt');
  const copy = Buffer.from(picture);
  copy[text + 13] = copy[text + 13]! === 49 ? 50 : 49;
  return copy;
};

test('照片：字节不同、样子一样的，在别家用过就存疑等乡镇核实，照样收下；同一家门口的不疑；另一个房间的不疑', async () => {
  const [door, other] = [roomPicture(1, 'before'), roomPicture(4, 'after')];
  expect(await visit(li, '2026-10-29T10:00', door)).toMatchObject({ validity: 'valid', reasons: [] });
  expect(await visit(li, '2026-10-30T09:00', savedAgain(door))).toMatchObject({ validity: 'valid', reasons: [] });
  expect(await visit(zhou, '2026-10-30T15:00', savedAgain(savedAgain(door)))).toMatchObject({
    validity: 'suspect',
    reasons: ['照片和2026-10-30在别家走访的差不多，待乡镇核实'],
  });
  expect(await visit(zhou, '2026-10-30T17:00', door)).toMatchObject({
    validity: 'suspect',
    reasons: ['照片已用于2026-10-29走访'],
  });
  expect(await visit(zhou, '2026-10-31T10:00', other)).toMatchObject({ validity: 'valid' });
});

test('年度复核：进册满一年没有复核的列出来，1日告诉村里；复核了、重新登记过情况的不再列；指标点开就是这些人', async () => {
  await api.owner.query(`update task_plan set active_on = '2025-10-31' where person_id = any($1::uuid[])`, [[li.id, zhou.id]]);
  await api.moveTo('2026-11-01');
  const stale = async () => (await village.get('/api/elder-visits/rows?view=stale')).rows;
  expect((await stale()).map((row: { name: string; says: string }) => row.name).sort()).toEqual(['周桂珍', '李守田'].sort());
  expect((await village.get('/api/elder-visits/board')).total.stale).toBe(2);
  const { rows } = await api.owner.query(`select body from message where title = '探访台账该复核了'`);
  expect(rows).toEqual([{ body: '11月有2份探访台账满一年没有复核，请核对居住、联系人和身体情况。' }]);
  const [first] = await stale();
  expect(first.says).toBe('2025年10月31日进册以后还没有复核过');
  await village.post(first.offers[0].to, { requestId: requestId(), answer: 'same' });
  const [second] = await stale();
  await village.post(`/api/elder-visits/${second.personId}/risk`, { requestId: requestId() });
  expect(await stale()).toEqual([]);
  const { indicator, rows: counted } = await desk.county.get('/api/indicators/elder-ledger-review?month=2026-11');
  expect(indicator.total).toMatchObject({ num: 2, den: 2 });
  expect(counted).toHaveLength(2);
  expect(api.errors).toEqual([]);
});
