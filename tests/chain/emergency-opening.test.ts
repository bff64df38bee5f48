/** 紧急呼叫服务开通（EL-15）: asked for on the telephone, entered by the township, the device proves that it calls, then the slip; five working days. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, requestId, startApi } from '../api.ts';
import { elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;

beforeAll(async () => {
  api = await startApi({ start: '2026-10-12' });
  desk = await elderDesk(api);
});
afterAll(() => api?.stop());

test('手机上申请，乡镇登记，装的设备没有响过不能开通；按一次试通，开通单写明设备；5个工作日', async () => {
  const who = await desk.elder('史金兰', { birthDate: '1946-03-09' });
  const phone = await desk.phoneOf(who);
  const form = {
    itemId: 'EL-15',
    channel: 'mobile',
    form: {
      applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
      address: '古塘村四组6号',
      contacts: [{ name: '史建平', relation: 'child', phone: '13900001111', canOpenDoor: true }],
      consent: true,
    },
    requestId: requestId(),
  };
  const { id } = await phone.post('/api/cases', form);
  expect((await desk.clerk.refused('/api/cases', { ...form, requestId: requestId() })).code).toMatch(/CASE|OPEN/);
  await desk.clerk.act(id, 'register', { terrain: 'hill' });
  const { rows: homes } = await desk.clerk.get('/api/emergency/homes');
  expect(homes).toMatchObject([{ personName: '史金兰', devices: [] }]);
  expect((await desk.clerk.actRefused(id, 'open', {})).code).toBe('HOME_NO_SIGNAL');
  const device = { requestId: requestId(), sn: 'SOS-20261012', kind: 'one-key', spot: '床头' };
  const { key } = await desk.clerk.post(`/api/emergency/homes/${homes[0].id}/devices`, device);
  expect((await desk.clerk.actRefused(id, 'open', {})).code).toBe('HOME_NO_SIGNAL');
  const signal = await api.app.inject({
    method: 'POST',
    url: '/api/emergency/signals',
    headers: { 'x-device-key': key, 'x-minzheng': '1' },
    payload: { signalId: 'test-0001', kind: 'test' },
  });
  expect(signal.statusCode).toBe(200);
  await desk.clerk.act(id, 'open', {});
  const opened = await phone.case(id);
  expect(opened.state).toBe('granted');
  expect(opened.sections.documents.map((d: { title: string }) => d.title)).toEqual(['紧急呼叫服务开通单']);
  await api.run();
  const messages = (await phone.get('/api/messages')).items as { body: string }[];
  expect(messages.map((m) => m.body)).toContain('紧急呼叫已经开通：一键通（床头）。有事就按，没有事每月试一次。');
  expect((await desk.clerk.refused('/api/cases', { ...form, channel: 'window', requestId: requestId() })).code).toBe(
    'HOME_KNOWN',
  );
  expect(api.errors).toEqual([]);
});
