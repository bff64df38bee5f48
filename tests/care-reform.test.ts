/** 养老机构改革 (elderly-care-institutions 4.16): a home is given to an operator and comes back; a home becomes a company; nobody who is 特困 is left without a written place. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import {
  addRoom,
  admitAtDesk,
  application,
  type Home,
  makeElder,
  openHome,
  publishPrices,
} from '../src/domains/elderly-care-institutions/fixtures.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';
import { actsOn, type RegisterActs } from './registers.ts';

let api: Api;
let acts: RegisterActs;
let clerk: Browser;
let second: Browser;
let leader: Browser;
let home: Home;
let beds: { id: string; code: string }[];
let open: string;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  acts = actsOn(api);
  ({ home } = await openHome(api));
  beds = await addRoom(home, { name: '101', beds: 5 });
  await publishPrices(home, '2026-09-01');
  clerk = await api.staff('xian');
  second = await acts.another('xian2', '县里另一位', 'county-clerk', '421202000000');
  leader = await api.staff('xianzhang');
});
afterAll(() => api?.stop());

const old = (name: string) => makeElder(api, { name, level: 1 });
/** Recognised as 特困 by social assistance, without an agreement of three. */
async function recognise(id: string): Promise<void> {
  await api.context.write(systemActor('social-assistance', api.context.city), (tx) =>
    emit(tx, {
      type: 'tekun.award.changed',
      subject: { kind: 'person', id },
      division: '421202100001',
      payload: {
        personId: id,
        awardId: id,
        version: 1,
        amountFen: 1190_00,
        fromState: null,
        toState: 'active',
        effectiveMonth: '2026-09',
        reason: 'granted',
        mode: 'institution',
      },
    }),
  );
  await api.run();
}

const contract = {
  contractNo: '咸安养运〔2026〕1号',
  from: '2026-09-20',
  years: 10,
  rentFen: 200_000_00,
  depositFen: 50_000_00,
  beds: 5,
  reserved: 1,
  assets: '主楼一栋、床5张、厨房设备一套',
  targets: '年度得分不低于60分，入住率、投诉、安全',
  exit: '考核两次不合格、转包的退出，老人留在原处',
  noSublet: true,
  tekunStay: true,
};
const award = {
  bidders: 3,
  operator: '湖北康颐养老服务有限公司',
  operatorCode: '91421200MA00000001',
  record: '没有处罚和失信，运营过两家养老院',
  telephone: '0999-0000999',
};
/** From the entry to the bids that were opened. */
async function tendered(institution: string): Promise<string> {
  const id = await acts.enter(clerk, 'care-operation', {
    institution,
    mode: 'public-built-private-run',
    owner: '咸安区民政局',
    reason: '床位空着，护理人员不够，交给专业的运营',
  });
  await toBids(id);
  return id;
}
async function toBids(id: string): Promise<void> {
  const act = (by: Browser, action: string, input: object) => acts.done(by, 'care-operation', id, action, input);
  await act(clerk, 'value', { agency: '湖北中天资产评估', no: '评〔2026〕8号', on: '2026-09-01', valueFen: 8_000_000_00 });
  expect((await acts.refusal(clerk, 'care-operation', id, 'plan', {})).code).toBe('REGISTER_NOT_YOURS');
  await act(leader, 'plan', { no: '咸安政办〔2026〕5号', on: '2026-09-01', scheme: '期限十年，保留两成床位，特困人员不动' });
  await act(clerk, 'tender', { method: 'open', noticeNo: 'XA-2026-018', opensOn: '2026-09-01' });
  await act(clerk, 'award', award);
}

describe('公建民营', () => {
  let id: string;

  test('评估、方案、招标、公示由不同的人办；公示7日，期满才能签；异议没有核实不能签', async () => {
    id = await tendered(home.id);
    expect(await acts.card(clerk, 'care-operation', id)).toMatchObject({
      title: '咸安区社会福利院：公建民营',
      stateZh: '中标公示中',
      limit: { zh: '中标公示', dueOn: '2026-09-08' },
    });
    const twice = { institution: home.id, mode: 'outsourced', owner: '咸安区民政局', reason: '同一家机构再登记一次看看' };
    expect((await clerk.refused('/api/registers/care-operation', { ...twice, requestId: requestId() })).code).toBe(
      'REGISTER_TWICE',
    );
    expect(String((await api.visitor().call('GET', '/open/care-operation')).body)).toContain('湖北康颐养老服务有限公司');
    await acts.done(clerk, 'care-operation', id, 'object', { objection: '有人说评标不公平' });
    expect((await acts.refusal(leader, 'care-operation', id, 'sign', contract)).code).toBe('REGISTER_NOTICE');
    await acts.jump('2026-09-09');
    expect((await acts.refusal(leader, 'care-operation', id, 'sign', contract)).code).toBe('REGISTER_OBJECTED');
  });

  test('5张床保留20%是1张：一张不留不能签；保证金少于5万元不签；不超过20年；没有写明不转包的不签', async () => {
    const given = { ...contract, verified: '调了录像，评标程序合规' };
    const refusal = (more: object) => acts.refusal(leader, 'care-operation', id, 'sign', { ...given, ...more });
    expect((await refusal({ beds: 6 })).code).toBe('REFORM_RESERVED');
    expect((await refusal({ beds: 6 })).message).toContain('6张床位保留1张，不到20%');
    expect((await refusal({ depositFen: 49_999_99 })).code).toBe('REFORM_DEPOSIT');
    expect((await refusal({ years: 21 })).fields).toEqual([{ path: 'years', message: '不超过20年' }]);
    expect((await refusal({ noSublet: false })).code).toBe('INVALID_INPUT');
    await acts.done(leader, 'care-operation', id, 'sign', given);
    expect(await acts.card(clerk, 'care-operation', id)).toMatchObject({ stateZh: '已签合同，待移交' });
    // 数据库再拦一遍：保留床位、保证金、运营方签了不改
    await expect(api.owner.query('update care_operation_contract set reserved_beds = 0')).rejects.toThrow();
    await expect(api.owner.query("update care_operation_contract set operator = '别家'")).rejects.toThrow('is not changed');
  });

  test('住着的特困人员没有书面去处：不移交，数据库也不让；写明了去处才移交，机构改为公建民营', async () => {
    const elder = await old('张桂兰');
    await admitAtDesk(home, elder, { bedId: beds[0]!.id });
    await recognise(elder.id);
    await acts.jump('2026-09-20');
    const given = { handedOn: '2026-09-20', inventory: '按清单逐项清点，一致' };
    const refused = await acts.refusal(clerk, 'care-operation', id, 'handOver', given);
    expect(refused).toMatchObject({ code: 'REFORM_TEKUN', message: '还有1位特困人员没有书面的去处，不能移交。' });
    await expect(api.owner.query("update care_operation_contract set handed_on = '2026-09-20'")).rejects.toThrow(
      'no written place',
    );
    const { rows: roster } = await clerk.get('/api/care-tekun/roster');
    const row = roster.find((r: { name: string }) => r.name === '张桂兰');
    expect(row.offers.map((o: { zh: string }) => o.zh)).toEqual(['写明去处']);
    const written = { goes: 'stays', place: '咸安区社会福利院', paperNo: '安置〔2026〕1号' };
    await clerk.post(row.offers[0].to, { ...written, requestId: requestId() });
    expect((await clerk.refused(row.offers[0].to, { ...written, requestId: requestId() })).code).toBe('TEKUN_PLACE_KNOWN');
    await acts.done(clerk, 'care-operation', id, 'handOver', given);
    const file = await clerk.get(`/api/institutions/${home.id}`);
    expect(file).toMatchObject({ operationZh: '公建民营', registers: [{ key: 'care-operation', stateZh: '运营中' }] });
    expect(await acts.card(clerk, 'care-operation', id)).toMatchObject({
      stateZh: '运营中',
      limit: { zh: '年度考核', dueOn: '2027-09-20' },
    });
  });

  test('保留1张：社会老人住满4张以后，第5张只给特困、低保的老人', async () => {
    for (const [i, name] of ['李一', '李二', '李三'].entries())
      await admitAtDesk(home, await old(name), { bedId: beds[i + 1]!.id, contract: { from: '2026-09-20' } });
    // 5张里张桂兰是特困，不占社会老人的名额：还能给一位。两家同一刻要不同的床，只有一家留到
    const [extra] = await addRoom(home, { name: '102', beds: 2 });
    const ask = async (name: string): Promise<string> =>
      (
        await home.reception.post(`/api/institutions/${home.id}/admissions`, {
          ...application(await old(name), { wantedOn: '2026-09-20' }),
          requestId: requestId(),
        })
      ).id;
    const asked = [await ask('李四'), await ask('李五')];
    const offers = await Promise.all(
      [beds[4]!, extra!].map((bed, i) =>
        home.reception.call('POST', `/api/admissions/${asked[i]}/offer`, {
          bedId: bed.id,
          jumpReason: '家属同意先安排，两家同时来办',
          requestId: requestId(),
        }),
      ),
    );
    expect(offers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(offers.find(({ status }) => status === 409)!.body.error.code).toBe('CARE_BEDS_RESERVED');
  });

  test('一年没有考核不能续约；转包的不能合格，改正；合格以后另一位才能续约', async () => {
    await acts.jump('2027-09-21');
    const renewal = { more: 5, no: '续〔2027〕1号', on: '2027-09-21' };
    expect((await acts.refusal(leader, 'care-operation', id, 'renew', renewal)).code).toBe('REFORM_RENEW');
    const seen = { on: '2027-09-21', score: 80, verdict: 'passed', reservedUsed: 1, sublet: true, found: '食堂包给了别家' };
    expect((await acts.refusal(clerk, 'care-operation', id, 'assess', seen)).fields).toEqual([
      { path: 'verdict', message: '转包、转租的不能合格' },
    ]);
    await acts.done(clerk, 'care-operation', id, 'assess', { ...seen, verdict: 'repair' });
    expect((await acts.refusal(leader, 'care-operation', id, 'renew', renewal)).code).toBe('REGISTER_STATE');
    await acts.done(clerk, 'care-operation', id, 'assess', { ...seen, sublet: false, found: '食堂收回自办' });
    await acts.done(leader, 'care-operation', id, 'renew', renewal);
    expect((await acts.card(clerk, 'care-operation', id)).facts.length).toBeGreaterThan(3);
    const { rows } = await api.owner.query('select to_on::text as to_on from care_operation_contract');
    expect(rows).toEqual([{ to_on: '2041-09-20' }]);
  });

  test('退出：退的保证金不能多于交的；退了以后机构回到公建公营，可以另找一家', async () => {
    const given = { endedOn: '2027-09-21', reason: '运营方提出', returnedFen: 50_000_01, assetsBack: '按清单交回' };
    expect((await acts.refusal(leader, 'care-operation', id, 'exit', given)).fields).toEqual([
      { path: 'returnedFen', message: '不能多于交的保证金' },
    ]);
    await acts.done(leader, 'care-operation', id, 'exit', { ...given, returnedFen: 50_000_00 });
    expect((await clerk.get(`/api/institutions/${home.id}`)).operationZh).toBe('公建公营');
    open = await acts.enter(clerk, 'care-operation', {
      institution: home.id,
      mode: 'outsourced',
      owner: '咸安区民政局',
      reason: '换一家运营，只包餐饮和护理',
    });
    expect(open).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('改制：四份文件缺一份不能批准、完成；有特困人员没有书面去处的不能登记保障方案；完成后管理主体是企业', async () => {
  const key = 'care-restructuring';
  const id = await acts.enter(clerk, key, {
    institution: home.id,
    company: '咸安康养有限公司',
    reason: '按市里的方案改为国有企业',
  });
  const paper = { no: '咸安改〔2027〕1号', on: '2027-09-20', summary: '内容见附件，已经公示' };
  const approval = { no: '咸安政〔2027〕9号', on: '2027-09-21' };
  await acts.done(clerk, key, id, 'audit', paper);
  expect((await acts.refusal(leader, key, id, 'approve', approval)).message).toBe(
    '还缺人员安置方案、特困人员保障方案，不能批准改制。',
  );
  await acts.done(clerk, key, id, 'staff', paper);
  const { rows } = await api.owner.query(
    'select person_id from care_stay where to_on is null and not exists (select from care_tekun t where t.person_id = care_stay.person_id) limit 1',
  );
  await recognise(rows[0].person_id);
  expect((await acts.refusal(clerk, key, id, 'tekun', paper)).code).toBe('REFORM_TEKUN');
  const { rows: roster } = await clerk.get('/api/care-tekun/roster');
  const row = roster.find((r: { offers: unknown[] }) => r.offers.length > 0);
  await clerk.post(row.offers[0].to, {
    goes: 'elsewhere',
    place: '汀泗桥镇农村福利院',
    paperNo: '安置〔2027〕2号',
    requestId: requestId(),
  });
  await acts.done(clerk, key, id, 'tekun', paper);
  await acts.done(leader, key, id, 'approve', approval);
  await acts.done(clerk, key, id, 'register', { companyCode: '91421202MA00000002', on: '2027-09-21' });
  await acts.done(leader, key, id, 'complete', { on: '2027-09-21', handed: '人员、资产、老人都已经移交' });
  const [{ managedBy }] = (await api.context.read(systemActor('test', api.context.city), (tx) =>
    tx.rows<{ managedBy: string }>(sql`select managed_by from care_institution where id = ${home.id}`),
  )) as [{ managedBy: string }];
  expect(managedBy).toBe('company');
});

test('另一位没有办过的县办事员也能办：同一岗位接着办', async () => {
  expect((await acts.card(second, 'care-operation', open)).offers.map((o: { action: string }) => o.action)).toEqual(['value']);
});

test('流标以后网上不再写那一家，重新招标；上一轮的异议不带到下一轮', async () => {
  const key = 'care-operation';
  const page = async () => String((await api.visitor().call('GET', `/open/${key}`)).body);
  await toBids(open);
  expect(await page()).toContain('有异议请打0999-0000999');
  await acts.done(clerk, key, open, 'object', { objection: '中标单位有失信记录' });
  await acts.done(clerk, key, open, 'fail', { reason: '异议属实，取消中标' });
  expect(await page()).not.toContain('0999-0000999');
  expect((await acts.card(clerk, key, open)).stateZh).toBe('方案已批准，待招标');
  await acts.done(clerk, key, open, 'tender', { method: 'open', noticeNo: 'XA-2027-001', opensOn: '2027-09-21' });
  await acts.done(clerk, key, open, 'award', award);
  await acts.jump('2027-10-01');
  const again = { ...contract, contractNo: '咸安养运〔2027〕2号', from: '2027-10-10', verified: '' };
  await acts.done(leader, key, open, 'sign', again);
});
