/** 存折代管协议 through the HTTP API: recorded with its paper, filed, told to the recipient, reminded of, ended; and what the auditors' query makes of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Browser, requestId, startApi } from '../../../../tests/api.ts';
import { lives, story } from '../demonstration/story.ts';

let api: Api;
let clerk: Browser;
let county: Browser;

const old = story({
  key: 'passbook-old',
  title: '代管甲',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '11号',
  people: [{ name: '代管甲', sex: '女', birth: '1941-03-03', lives: lives.年老 }],
  expect: null,
});
const niece = story({
  key: 'passbook-niece',
  title: '代管乙',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '12号',
  people: [{ name: '代管乙', sex: '女', birth: '1975-03-03', lives: lives.务农 }],
  expect: null,
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(old, niece);
  [clerk, county] = (await Promise.all(['xiang', 'xian'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const idOf = async (name: string): Promise<string> =>
  (await api.owner.query(`select id from person where name = $1`, [name])).rows[0].id;
const agreement = async (more: object = {}) => ({
  requestId: requestId(),
  input: {
    keeperKind: 'relative',
    keeperName: '代管乙',
    keeperIdNumber: niece.persons[0]!.idNumber,
    reason: '卧床，不能自己到银行取钱',
    validFrom: '2026-03-02',
    validTo: '2027-03-01',
    witness: '村民小组长王五',
    paper: await clerk.upload('passbook-agreement'),
    ...more,
  },
});

describe('存折代管协议', () => {
  test('最多签十二个月；见证人不能是代管人；代管人不能是本人；没有书面协议不收', async () => {
    const url = `/api/persons/${await idOf('代管甲')}/passbook`;
    expect(await clerk.refused(url, await agreement({ validTo: '2027-03-02' }))).toMatchObject({
      code: 'PASSBOOK_TOO_LONG',
      fields: [{ path: 'validTo', message: '最晚到2027年3月1日' }],
    });
    expect(await clerk.refused(url, await agreement({ witness: '代管乙' }))).toMatchObject({
      fields: [{ path: 'witness', message: '见证人不能是代管人' }],
    });
    const self = { keeperName: '代管甲', keeperIdNumber: old.persons[0]!.idNumber };
    expect(await clerk.refused(url, await agreement(self))).toMatchObject({
      fields: [{ path: 'keeperIdNumber', message: '代管人不能是本人' }],
    });
    expect(await clerk.refused(url, await agreement({ keeperIdNumber: undefined }))).toMatchObject({
      fields: [{ path: 'keeperIdNumber', message: '请填写代管人的身份证号码' }],
    });
    expect(await clerk.refused(url, await agreement({ paper: undefined }))).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('登记以后：县里收到备案，本人收到消息、在自己的档案里看得到；一人同时只有一份；理由是密文', async () => {
    const url = `/api/persons/${await idOf('代管甲')}/passbook`;
    await clerk.post(url, await agreement());
    expect(await clerk.refused(url, await agreement())).toMatchObject({
      code: 'PASSBOOK_OPEN_ALREADY',
      message: '代管甲的存折已经有代管协议，到2027年3月1日。',
    });
    expect((await county.get('/api/messages')).items.map((m: { title: string }) => m.title)).toContain('存折代管协议备案');
    const resident = await api.resident(old);
    expect((await resident.get('/api/messages')).items[0].title).toBe('您的存折有人代管');
    expect((await resident.get('/api/persons/me/sections/passbook')).content).toMatchObject([
      { title: '由代管乙（亲属）代管', stateZh: '有效', validTo: '2027-03-01' },
    ]);
    const [kept] = (await api.owner.query(`select content from passbook_agreement`)).rows;
    expect(kept.content.toString('utf8')).not.toContain('卧床');
    const wenquan = await api.staff('wenquan');
    expect((await wenquan.get('/api/passbooks')).rows).toEqual([]);
  });

  test('到期前30天提醒乡镇一次；到期没有收回的，监督查询列出；登记交还以后不再列出', async () => {
    await api.moveTo('2027-01-29', { every: 31 });
    const reminded = async () =>
      (await clerk.get('/api/messages')).items.filter((m: { title: string }) => m.title === '存折代管协议快到期').length;
    expect(await reminded()).toBe(0);
    await api.moveTo('2027-01-31');
    expect(await reminded()).toBe(1);
    await api.moveTo('2027-03-02', { every: 31 });
    expect(await reminded()).toBe(1);
    const [row] = (await clerk.get('/api/passbooks')).rows;
    expect(row).toMatchObject({ personName: '代管甲', state: 'expired', stateZh: '已到期，没有收回' });
    const auditor = await api.staff('shenji');
    const expired = async () =>
      (await auditor.get('/api/supervision/passbook-expired')).rows.map((r: { name: string; says: string }) => [r.name, r.says]);
    expect(await expired()).toEqual([['代管甲', '由代管乙代管，2027-03-01到期']]);
    const end = { requestId: requestId(), input: { reason: 'returned', on: '2027-03-02' } };
    expect(
      await clerk.refused(`/api/passbooks/${row.id}/end`, { ...end, input: { ...end.input, on: '2027-03-03' } }),
    ).toMatchObject({ fields: [{ path: 'on', message: '应在协议开始以后、今天以前' }] });
    await clerk.post(`/api/passbooks/${row.id}/end`, { ...end, requestId: requestId() });
    expect(await expired()).toEqual([]);
    expect((await clerk.get('/api/passbooks?ended=yes')).rows).toMatchObject([{ state: 'ended', endZh: '存折已经交还本人' }]);
  });
});
