/** 建设补贴: three parts by full years, what comes back when beds are used otherwise, all of them or some, and what stays as it was decided. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playBuilt } from '../src/domains/elderly-care-institutions/demonstration/built.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { type Api, requestId, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  const stage = { context: api.context, moveTo: () => undefined };
  await playInstitutions(stage, '2026-09-01');
  await playBuilt(stage, '2026-09-01');
  await playBuilt(stage, '2026-09-01');
  await api.run();
});
afterAll(() => api?.stop());

interface Row {
  id: string;
  bodyName: string;
  stateZh: string;
  amountFen: number;
  paidFen: number;
  parts: { no: number; stateZh: string; amountFen: number; says: string }[];
  use: { until: string; fullMonths: number; backFen: number } | null;
  claims: { says: string; stateZh: string; amountFen: number; leftFen: number }[];
  offers: { action: string; to: string; fixed: Record<string, unknown> }[];
}
const URL = '/api/care-construction';
const rows = async (login: string) => (await (await api.staff(login)).get(URL)).rows as Row[];
const rowOf = async (name: string, login = 'xian') => (await rows(login)).find((row) => row.bodyName === name)!;
const offered = async (name: string, login = 'xian') => (await rowOf(name, login)).offers.map(({ action }) => action);
/** What is offered is done, as the page sends it. */
async function act(name: string, login: string, action: string, body: Record<string, unknown> = {}) {
  const offer = (await rowOf(name, login)).offers.find((o) => o.action === action)!;
  return (await api.staff(login)).call('POST', offer.to, { ...offer.fixed, requestId: requestId(), ...body });
}

const YIHE = '浮山颐和养护院';
const KANGNING = '永安康宁老年公寓';

test('建设补贴：自建10张、护理型一半，20,000元分三期；第一期4月15日拨过，用到2031年4月15日；县里看得到本县的，院长看自己的，别家不在范围', async () => {
  expect(await rowOf(YIHE)).toMatchObject({
    amountFen: 20_000_00,
    paidFen: 10_000_00,
    stateZh: '已批准',
    parts: [
      { no: 1, stateZh: '已拨付', amountFen: 10_000_00 },
      { no: 2, stateZh: '还没有核', amountFen: 6000_00, says: '2027年4月10日起核' },
      { no: 3, amountFen: 4000_00 },
    ],
    use: { until: '2031-04-15', fullMonths: 4, backFen: 9333_33 },
  });
  const { id: home } = await (await api.staff('yihe')).get('/api/institutions/own');
  expect((await api.visitor().call('GET', `/care-homes/${home}`)).body).toContain('按10张床算，20,000.00元');
  // 租赁12张每张1,000元；护理型3张，3÷0.4＝7张，12,000×7÷12＝7,000元
  expect(await rowOf(KANGNING)).toMatchObject({ amountFen: 7000_00, paidFen: 3500_00, use: null });
  expect((await rows('yihe')).map((row) => row.bodyName)).toEqual([YIHE]);
  const again = { selfBeds: 10, leasedBeds: 0, papers: '再申请一次', requestId: requestId() };
  expect((await (await api.staff('yihe')).refused(URL, again)).message).toBe('备案10张，已经补贴过10张，还可以申请0张。');
  const kangle = await api.staff('kangle');
  expect((await kangle.refused(URL, { ...again, requestId: requestId() })).code).toBe('BUILD_NOT_FOR');
  expect((await kangle.call('GET', URL)).body).toMatchObject({ rows: [], offers: [] });
});

test('转租作宾馆：满5个月，追回3,500×55÷60＝3,208.33元；谁登记的谁不能定；分两次退回，多一分不收，凭证只用一次，付清为止', async () => {
  expect(await rowOf(KANGNING)).toMatchObject({ claims: [{ amountFen: 3208_33, stateZh: '待领导定' }] });
  expect(await offered(KANGNING)).toEqual([]);
  expect((await act(KANGNING, 'xianzhang', 'decide-claim', { verdict: 'claim', decision: '咸安民〔2026〕31号' })).status).toBe(
    200,
  );
  const { rows: told } = await api.owner.query("select count(*)::int as n from message where template = 'care-build.claimed'");
  expect(told[0].n).toBe(1);
  const first = { amount: 2000_00, on: '2026-09-01', voucher: '退建补2026-01' };
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 3208_34 })).body.error.message).toContain('还差3,208.33元');
  expect((await act(KANGNING, 'xian', 'receive', first)).status).toBe(200);
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 1 })).body.error.code).toBe('SUBSIDY_VOUCHER');
  expect(await rowOf(KANGNING)).toMatchObject({ claims: [{ stateZh: '追回中', leftFen: 1208_33 }] });
  expect((await act(KANGNING, 'xian', 'receive', { ...first, amount: 1208_33, voucher: '退建补2026-02' })).status).toBe(200);
  expect(await rowOf(KANGNING)).toMatchObject({ claims: [{ stateZh: '已结清', leftFen: 0 }] });
});

test('只停用4张床：追回10,000×4÷10×56÷60＝3,733.33元，没有拨的两期少拨四成；登记错了的改回来，少拨的也改回来；多过补贴的床位不收', async () => {
  const some = { on: '2026-08-31', reason: '二楼四张床改作办公室' };
  expect((await act(YIHE, 'xian', 'end', { ...some, units: 11 })).body.error.message).toBe(
    '补贴的是10张床，已经停用0张床，还有10张床。',
  );
  expect((await act(YIHE, 'xian', 'end', { ...some, units: 4 })).body).toEqual({ amountFen: 3733_33 });
  expect(await rowOf(YIHE)).toMatchObject({
    claims: [{ amountFen: 3733_33, says: expect.stringContaining('已拨10,000.00元×4张床÷10张床×（60－4）÷60') }],
    parts: [{ amountFen: 10_000_00 }, { amountFen: 3600_00, stateZh: '还没有核' }, { amountFen: 2400_00 }],
    use: { backFen: 5600_00 },
  });
  const mistaken = { verdict: 'mistaken', decision: '四张床还在，只是搬了家具' };
  expect((await act(YIHE, 'xianzhang', 'decide-claim', mistaken)).status).toBe(200);
  expect(await rowOf(YIHE)).toMatchObject({ claims: [], parts: [{}, { amountFen: 6000_00 }, { amountFen: 4000_00 }] });
});

test('第二期满两年才核，第二年平均入住率正好四成，核、批准、拨付三步两个人；登记错了停用，领导改回来', async () => {
  expect((await act(YIHE, 'xian', 'end', { on: '2026-08-31', reason: '邻居来电说关门了' })).status).toBe(200);
  expect(await rowOf(YIHE)).toMatchObject({
    claims: [{ amountFen: 9333_33 }],
    parts: [{}, { stateZh: '不拨' }, { stateZh: '不拨' }],
  });
  expect((await act(YIHE, 'xianzhang', 'decide-claim', { verdict: 'mistaken', decision: '上门看过，照常开着' })).status).toBe(
    200,
  );
  expect(await offered(YIHE)).toEqual(['end']);
  const { id } = await rowOf(YIHE);
  const early = { no: 2, note: '还在用于养老', requestId: requestId() };
  const clerk = await api.staff('xian');
  expect((await clerk.refused(`/api/care-construction/${id}/part-check`, early)).message).toBe('第二期从2027年4月10日起才能核。');
  await api.jumpTo('2027-04-12');
  expect(await offered(YIHE)).toEqual(['part-check', 'end']);
  expect((await act(YIHE, 'xian', 'part-check', { note: '还在用于养老，床位没有减少' })).body).toEqual({ state: 'checked' });
  expect((await rowOf(YIHE)).parts[1]!.says).toContain('第二年平均入住率40.0%（1460÷3650床日）');
  expect((await act(YIHE, 'xianzhang', 'part-approve')).status).toBe(200);
  expect((await act(YIHE, 'xian', 'pay', { on: '2027-04-12', documentNo: '咸安财拨〔2027〕建补2号' })).status).toBe(200);
});

test('机构终止：满17个月，已拨16,000元追回16,000×43÷60＝11,466.67元；第三期不能再拨', async () => {
  await api.jumpTo('2027-09-30');
  const head = await api.staff('yihe');
  const { id } = await head.get('/api/institutions/own');
  // 住着的四位都退了，终止那一天
  await api.owner.query(
    `update care_stay set to_on = '2027-09-29', ended = 'discharged', end_reason = '转到别处' where institution_id = $1 and to_on is null`,
    [id],
  );
  await api.owner.query("delete from care_payment where institution_id = $1 and kind = 'deposit'", [id]);
  await api.owner.query("update care_institution set state = 'resettling' where id = $1", [id]);
  await (await api.staff('xian')).post(`/api/institutions/${id}/end`, { requestId: requestId() });
  await api.run();
  expect(await rowOf(YIHE)).toMatchObject({
    claims: [{ amountFen: 11_466_67, stateZh: '待领导定' }],
    paidFen: 16_000_00,
    parts: [{}, {}, { stateZh: '不拨', says: '停止使用' }],
  });
  const third = { no: 3, note: '备案满三年了', requestId: requestId() };
  expect(
    (await (await api.staff('xian')).refused(`/api/care-construction/${(await rowOf(YIHE)).id}/part-check`, third)).code,
  ).toBe('SUBSIDY_ENDED');
  expect(
    (await act(YIHE, 'xianzhang', 'decide-claim', { verdict: 'mistaken', decision: '想改回来' })).body.error.fields,
  ).toMatchObject([{ path: 'verdict' }]);
});

test.each([
  ['核过的建设补贴改金额', 'subsidy', 'amount_fen = amount_fen * 2'],
  ['拨过的一期改日子，少算几个月', 'subsidy_part', 'paid_on = paid_on - 365'],
  ['追回的改小', 'subsidy_claim', 'amount_fen = 1, received_fen = 0'],
] as const)('%s：数据库不收', async (_, table, set) => {
  await expect(api.owner.query(`update ${table} set ${set}`)).rejects.toMatchObject({ constraint: `${table}_stays` });
});
