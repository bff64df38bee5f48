/** 喘息服务: asked for by the village, decided, arranged, recorded with the family's signature, settled within the limits of a stay and of a year. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordFact } from '../../src/kernel/resident/server.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk, VILLAGE } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-20' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
});
afterAll(() => api?.stop());

const jump = (day: string): Promise<void> => {
  api.clock.set(`${day}T01:00:00.000Z`);
  return api.run();
};

const assessed = (who: Elder, level: number) =>
  desk.work(async (tx) => {
    const value = { level, scheme: 'GB42195_2022', assessmentId: who.id, validTo: '2027-05-31' };
    const subject = { kind: 'person' as const, id: who.id };
    const kept = await recordFact(tx, {
      subject,
      kind: 'capacity-level',
      value,
      source: '老年人能力评估',
      validFrom: '2026-06-10',
      validTo: '2027-06-01',
    });
    if (!kept.ok) throw new Error(kept.code);
  });

test('喘息服务：失智2级凭诊断，机构住22夜只补前15夜，上门一天最多算4小时，一年补满30天为止', async () => {
  const who = await desk.elder('涂满香', { birthDate: '1941-01-09' });
  await assessed(who, 2);
  const outlet = async (kind: 'institution' | 'home', name: string, creditCode: string): Promise<string> =>
    (
      await desk.county.post('/api/elders/outlets', {
        requestId: requestId(),
        kind,
        name,
        creditCode,
        division: VILLAGE,
        address: '汀泗桥镇解放路3号',
        telephone: '0715-8300001',
      })
    ).id;
  const [institution, home] = [
    await outlet('institution', '汀泗桥福利院', '91421202MA48R0T13X'),
    await outlet('home', '温馨居家服务站', '52421202MJH2345678'),
  ];
  const ask = (mode: 'institution' | 'home') =>
    village
      .post('/api/cases', {
        itemId: 'EL-12',
        channel: 'proxy',
        form: {
          applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
          carer: { name: '涂小红', relation: 'child', phone: '13800138001' },
          mode,
          wish: '家里有事要离开',
          account: { bank: '咸宁农商银行', number: '6217000000999902', holder: who.name },
          consent: true,
        },
        requestId: requestId(),
      })
      .then((opened) => opened.id as string);
  const served = async (id: string, of: { mode: 'institution' | 'home'; from: string; to: string; more?: object }) => {
    await desk.clerk.act(id, 'accept', { dementia: 'yes', opinion: '看过诊断证明。' });
    await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
    const wrong = of.mode === 'institution' ? home : institution;
    expect((await desk.clerk.actRefused(id, 'arrange', { mode: of.mode, outlet: wrong, from: of.from, to: of.to })).code).toBe(
      'RESPITE_OUTLET',
    );
    await desk.clerk.act(id, 'arrange', {
      mode: of.mode,
      outlet: of.mode === 'institution' ? institution : home,
      from: of.from,
      to: of.to,
    });
    const proof = { proof: await desk.clerk.upload('respite-sheet'), signature: await desk.clerk.upload('elder-signature') };
    await desk.clerk.act(id, 'record', { ...proof, ...(of.more ?? { from: of.from, to: of.to }) });
    await desk.reviewer.act(id, 'settle', { opinion: '按限额结算。' });
  };
  const amounts = async () =>
    (
      await api.owner.query('select amount_fen::int as fen from respite_stay where person_id = $1 order by from_on', [who.id])
    ).rows.map((row) => row.fen);

  await jump('2026-09-28');
  const first = await ask('institution');
  await served(first, { mode: 'institution', from: '2026-09-01', to: '2026-09-23' });
  expect(await amounts()).toEqual([1_200_00]);
  // 同一夜不补两次：数据库也不让
  await expect(
    api.owner.query(
      `insert into respite_day select person_id, on_date, case_id, division, 99, hours, amount_fen from respite_day where case_id = $1 limit 1`,
      [first],
    ),
  ).rejects.toThrow('respite_day');
  const second = await ask('home');
  const days = [
    { on: '2026-09-24', hours: 6 },
    { on: '2026-09-25', hours: 3 },
  ];
  await served(second, { mode: 'home', from: '2026-09-24', to: '2026-09-26', more: { days } });
  expect(await amounts()).toEqual([1_200_00, 140_00]);
  // 本年已经补了17天，还剩13天
  await jump('2026-11-25');
  const third = await ask('institution');
  await served(third, { mode: 'institution', from: '2026-11-01', to: '2026-11-21' });
  expect(await amounts()).toEqual([1_200_00, 140_00, 1_040_00]);
  const file = await desk.clerk.get(`/api/persons/${who.id}/sections/elder`);
  expect(JSON.stringify(file)).toContain('2026年补贴30天');
});
