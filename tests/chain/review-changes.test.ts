/** 家里添人、跨县迁移、特困另立、预警属实 over HTTP: what a review does beside the amounts of one county. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type Api, type Browser, carry, requestId, startApi, visitInput } from '../api.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;

const couple = story({
  key: 'growing',
  title: '添了孩子，后来迁走',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '1号',
  people: [
    { name: '甲添', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '乙添', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 1000)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});
const other = story({
  key: 'other-paid',
  title: '别家的低保',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '2号',
  people: [{ name: '丙别', sex: '女', birth: '1964-05-05', lives: lives.退休 }],
  incomes: [monthly('self', 'employee-pension', 200)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});
/** 爷爷 without anybody who can support him but a son in prison; the grandson lives with him. */
const mixed = story({
  key: 'tekun-in-family',
  title: '家里有人可能是特困',
  place: '汀泗桥社区',
  urbanRural: 'rural',
  address: '3组3号',
  people: [
    { name: '丁小', sex: '女', birth: '1972-05-05', lives: lives.重残 },
    { name: '丁老', sex: '男', birth: '1950-05-05', relation: 'parent-in-law', lives: lives.年老 },
  ],
  incomes: [monthly('m1', 'resident-pension', 200)],
  expect: { outcome: 'eligible', amountFen: yuan(1) },
});
/** Of a couple one dies in the month in which it is told. */
const pair = story({
  key: 'dies-this-month',
  title: '本月有人去世',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '5号',
  people: [
    { name: '戊生', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '戊亡', sex: '女', birth: '1964-04-04', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 400)],
  expect: { outcome: 'eligible', amountFen: yuan(1200) },
});
const BABY = makeIdNumber('421202', '2026-03-20', 777);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple, other, mixed);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const report = async (by: Browser, form: Record<string, unknown>): Promise<string> =>
  (
    await by.post('/api/cases', {
      itemId: 'SA-02',
      channel: 'mobile',
      requestId: requestId(),
      form: { name: '甲添', idNumber: couple.persons[0]!.idNumber, detail: '', papers: [], ...form },
    })
  ).id;
const initialOf = async (by: Browser, id: string, action: string) =>
  (await by.case(id)).allowedActions.find((a) => a.action === action)!.initial as Record<string, unknown>;
const months = async () =>
  (
    await api.owner.query(
      `select e.division, e.from_month, e.to_month from entitlement e join person p on p.id = e.person_id where p.name = '甲添' order by e.from_month`,
    )
  ).rows;

describe('家里添了孩子', () => {
  let review: string;

  test('孩子出生，家里在手机上报：只填是谁、哪天、什么关系，不要证明；缺了身份证号码告诉哪里没填', async () => {
    await carry(api, couple, 'decided');
    await carry(api, other, 'decided');
    await api.jumpTo('2026-04-20');
    const family = await api.resident(couple);
    const form = {
      change: 'family-more',
      happenedOn: '2026-03-20',
      memberName: '甲小宝',
      memberRelation: 'child',
      joined: 'birth',
    };
    const missing = await family.refused('/api/cases', {
      itemId: 'SA-02',
      channel: 'mobile',
      requestId: requestId(),
      form: { name: '甲添', idNumber: couple.persons[0]!.idNumber, detail: '', papers: [], ...form },
    });
    expect(missing.fields).toMatchObject([{ path: 'memberIdNumber' }]);
    review = await report(family, { ...form, memberIdNumber: BABY });
    const kase = await clerk.case(review);
    expect(kase.sections.review).toMatchObject({ reports: [{ zh: '家里添了人（出生、结婚、迁入）' }] });
    // A report is nothing that is accepted.
    expect(kase).toMatchObject({ no: null, accepts: false, events: [{ zh: '提出' }] });
  });

  test('正在别家享受低保的人不能登记进来；已经在家的再登记，告诉怎么改', async () => {
    const common = {
      relation: 'sibling',
      reason: 'moved-in',
      joinedOn: '2026-04-01',
      employment: 'unemployed',
      workCapacity: 'none',
      source: '户籍登记',
    };
    expect(
      await clerk.actRefused(review, 'addMember', { ...common, name: '丙别', idNumber: other.persons[0]!.idNumber }),
    ).toMatchObject({ code: 'ASSISTED_ELSEWHERE', message: '该成员已在其他家庭享受或申请救助，请先办理变更。' });
    expect(
      await clerk.actRefused(review, 'addMember', { ...common, name: '乙添', idNumber: couple.persons[1]!.idNumber }),
    ).toMatchObject({ code: 'ALREADY_OF_FAMILY' });
  });

  test('登记孩子以后按三口人重新核算：800×3－1000＝1400，加未成年人160，每月1560元，从下个月起', async () => {
    const initial = await initialOf(clerk, review, 'addMember');
    expect(initial).toMatchObject({ name: '甲小宝', idNumber: BABY, relation: 'child', reason: 'birth', source: '户籍登记' });
    await clerk.act(review, 'addMember', initial);
    expect((await clerk.case(review)).sections.review).toMatchObject({
      before: { persons: 2, amountFen: 600_00 },
      now: { persons: 3, amountFen: 1560_00 },
      result: { change: 'increase', says: '增发：从2026年5月起每月1,560.00元' },
    });
    await clerk.act(review, 'proposeChange', { opinion: '添了孩子，按三口人核算。' });
    await confirmer.act(review, 'decide', { opinion: '同意。' });
    const covered = await api.owner.query(
      `select m.from_month from entitlement_member m join person p on p.id = m.person_id where p.name = '甲小宝'`,
    );
    expect(covered.rows).toEqual([{ from_month: '2026-05' }]);
    expect(api.errors).toEqual([]);
  });
});

describe('全家户籍从咸安迁到嘉鱼', () => {
  let moved: string;
  let review: string;
  let there: Browser;
  let decides: Browser;

  test('5月12日迁：咸安发到5月，嘉鱼从6月起按当地标准830元先发1656元；同一个月没有两份，也没有空着的', async () => {
    [there, decides] = (await Promise.all(['jiayu', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
    await api.jumpTo('2026-05-13');
    moved = await report(await api.resident(couple), { change: 'moved', happenedOn: '2026-05-12' });
    const input = { movedOn: '2026-05-12', urbanRural: 'urban', source: '公安户籍信息' };
    expect(await clerk.actRefused(moved, 'recordMove', { ...input, toDivision: '421202100001' })).toMatchObject({
      fields: [{ path: 'toDivision', message: '现在就在这个村（社区）' }],
    });
    await clerk.act(moved, 'recordMove', { ...input, toDivision: '421221103001' });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await months()).toEqual([
      { division: '421202100001', from_month: '2026-04', to_month: '2026-05' },
      { division: '421221103001', from_month: '2026-06', to_month: null },
    ]);
    expect((await (await api.resident(couple)).get('/api/messages')).items[0].body).toContain(
      '原来的低保发到2026年5月，从2026年6月起由迁入地发放，每月1,656.00元',
    );
    await expect(api.owner.query(`update benefit_move set first_month = '2026-07'`)).rejects.toThrow('benefit_move_next_month');
    // 先发的金额也有事实可依，以后公布的标准同样重算得到
    const kept =
      await api.owner.query(`select e.division, d.kind from entitlement_facts f join entitlement e on e.id = f.entitlement_id
      join decision d on d.id = f.decision_id where e.division = '421221103001'`);
    expect(kept.rows).toEqual([{ division: '421221103001', kind: 'moved' }]);
    // 同一人同一月份再给一份：数据库不收
    await expect(
      api.owner.query(`insert into entitlement_exclusion (entitlement_id, person_id, from_month, exclusive_group, division)
        select m.entitlement_id, m.person_id, m.from_month, 'basic-living', m.division from entitlement_member m join person p on p.id = m.person_id
          join entitlement e on e.id = m.entitlement_id where p.name = '甲添' and e.to_month is null`),
    ).rejects.toThrow(/entitlement_exclusion_(once|pkey)/);
  });

  test('迁入地看得到移交的档案，接收以前不能提出意见；迁出地看不到迁入地的复核', async () => {
    const rows = (await there.get('/api/cases?view=all&itemId=SA-02')).rows;
    review = rows.find((r: { applicantName: string }) => r.applicantName === '甲添').id;
    const kase = await there.case(review);
    expect(kase.sections.review).toMatchObject({ kindZh: '迁移', now: { persons: 3, amountFen: 1656_00 } });
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('社会救助档案移交单');
    expect((await clerk.call('GET', `/api/cases/${review}`)).status).toBe(404);
    expect(await there.actRefused(review, 'proposeChange', { opinion: '同意接续。' })).toMatchObject({
      code: 'FILE_NOT_RECEIVED',
      message: '迁出地移交的档案还没有接收。',
    });
    const [out] = (await clerk.get('/api/moves?way=out')).rows;
    expect(out).toMatchObject({ personName: '甲添', lastMonth: '2026-05', firstMonth: '2026-06', stateZh: '待接收' });
    await there.act(review, 'receiveFile', { note: '材料齐全' });
    expect((await there.get('/api/moves?way=in')).rows[0]).toMatchObject({ stateZh: '重新确认中', provisionalTo: '2026-08' });
  });

  test('没有重新确认的，第四个月起暂停；确认以后继续，金额有本县的决定', async () => {
    const hold = async () =>
      (await api.owner.query(`select from_month from payment_hold where code = 'move' and released_at is null`)).rows;
    expect(await hold()).toEqual([{ from_month: '2026-09' }]);
    await there.act(review, 'proposeChange', { opinion: '情况没有变化，同意接续。' });
    await decides.act(review, 'decide', { opinion: '同意。' });
    expect(await hold()).toEqual([]);
    expect((await clerk.get('/api/moves?way=out')).rows[0]).toMatchObject({ stateZh: '已重新确认' });
    const { rows } = await api.owner.query(
      `select count(*)::int as n from entitlement_version v join entitlement e on e.id = v.entitlement_id where e.division = '421221103001' and v.decision_id is not null`,
    );
    expect(rows).toEqual([{ n: 2 }]);
    expect(api.errors).toEqual([]);
  });
});

describe('预警属实', () => {
  test('服刑的预警属实转复核：满一个周期也不自动发，复核认为不实才恢复', async () => {
    const department = await api.staff('yibao');
    await department.post('/api/exchange/events', {
      rows: [
        {
          reference: 'T-1-custody',
          type: 'custody.started',
          idNumber: other.persons[0]!.idNumber,
          happenedOn: '2026-05-10',
          payload: { kind: 'prison' },
        },
      ],
    });
    await api.run();
    const clue = (await clerk.get('/api/clues?view=all')).rows[0].id;
    const step = async (action: string, input: Record<string, unknown>) => {
      const { version } = await clerk.get(`/api/clues/${clue}`);
      return clerk.post(`/api/clues/${clue}/actions`, { action, version, requestId: requestId(), input });
    };
    const holds = async () =>
      (await api.owner.query('select code from payment_hold where released_at is null order by code')).rows.map((r) => r.code);
    expect(await holds()).toEqual(['clue:hardship']);
    await step('assign', { to: 'township-clerk', division: '421202100000' });
    await step('verify', { way: 'record', result: 'true', findings: '法院判决书，已在监狱服刑。' });
    await api.jumpTo('2026-06-15');
    expect(await holds()).toEqual(['clue:hardship']);
    await step('review', { evidence: '判决书复印件' });
    expect(await holds()).toEqual(['recompute']);
    await api.jumpTo('2026-07-30');
    expect(await holds()).toEqual(['recompute']);
    const review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows.find(
      (r: { applicantName: string }) => r.applicantName === '丙别',
    ).id;
    const leader = await api.staff('xianghe');
    await leader.act(review, 'dismiss', { reason: '查明是同名的人，本人没有服刑。' });
    expect(await holds()).toEqual([]);
    expect(api.errors).toEqual([]);
  });
});

describe('一家人的申请里有特困人员', () => {
  test('另立特困办件：家里已填的都带过去，义务人先填好；自己成败，不影响家里', async () => {
    const id = await carry(api, mixed, 'surveying');
    await clerk.act(id, 'recordVisit', await visitInput(clerk, mixed, api.clock.today()));
    const action = (await clerk.case(id)).allowedActions.find((a) => a.action === 'openMemberCase')!;
    const choice = action.fields[0]!.choices!.find((c) => c.label.startsWith('丁老'))!;
    expect(choice.label).toContain('特困人员');
    await clerk.act(id, 'openMemberCase', { member: choice.value, wish: 'home' });
    const [child] = (await clerk.case(id)).children;
    expect(child).toMatchObject({ itemId: 'SA-03', applicantName: '丁老' });
    expect(await clerk.actRefused(id, 'openMemberCase', { member: choice.value, wish: 'home' })).toMatchObject({
      code: 'ALREADY_OWN_CASE',
    });
    await clerk.act(child!.id, 'accept');
    await clerk.act(child!.id, 'terminate', { reason: '本人表示不愿意申请特困。' });
    const papers = (await clerk.case(child!.id)).sections.documents as { title: string }[];
    expect(papers.map((d) => d.title)).toContain('终止办理告知书');
    expect((await clerk.case(id)).state).toBe('surveying');
  });
});

describe('家人离开', () => {
  const parting = story({
    key: 'parting',
    title: '离婚后一个人',
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address: '4号',
    people: [
      { name: '戊留', sex: '男', birth: '1964-03-03', lives: lives.退休 },
      { name: '己离', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'employee-pension', 600)],
    expect: { outcome: 'eligible', amountFen: yuan(1000) },
  });

  test('离婚：申请人不能移出；妻子移出后按一口人核算，800－600＝每月200元，属减发，先听取意见', async () => {
    await api.register(parting);
    await carry(api, parting, 'decided');
    const left = api.clock.today();
    const review = (
      await clerk.post('/api/cases', {
        itemId: 'SA-02',
        channel: 'proxy',
        requestId: requestId(),
        form: {
          name: '戊留',
          idNumber: parting.persons[0]!.idNumber,
          change: 'family-less',
          happenedOn: left,
          memberName: '己离',
          left: 'divorce',
          detail: '',
          papers: [],
        },
      })
    ).id;
    const initial = await initialOf(clerk, review, 'removeMember');
    expect(initial).toMatchObject({ reason: 'divorce', leftOn: left });
    const evidence = { ...initial, source: '婚姻登记信息' };
    expect(await clerk.actRefused(review, 'removeMember', { ...evidence, member: 'self' })).toMatchObject({
      code: 'HOLDER_STAYS',
      message: '低保的申请人不能从这一户移出。',
    });
    await clerk.act(review, 'removeMember', evidence);
    expect((await clerk.case(review)).sections.review).toMatchObject({
      before: { persons: 2, amountFen: 1000_00 },
      now: { persons: 1, amountFen: 200_00 },
      result: { change: 'decrease' },
    });
    await clerk.act(review, 'proposeChange', { opinion: '离婚后按一口人核算。' });
    expect((await clerk.case(review)).state).toBe('hearing');
    const members = await api.owner.query(
      `select p.name from household_member m join person p on p.id = m.person_id
       where p.name in ('戊留', '己离') and m.superseded_at is null and m.valid_to is null order by p.name collate "C"`,
    );
    expect(members.rows.map((row) => row.name)).toEqual(['戊留']);
    expect(api.errors).toEqual([]);
    await clerk.act(review, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '戊留',
      stand: 'agree',
      statement: '没有意见',
    });
    await confirmer.act(review, 'decide', { opinion: '同意。' });
  });

  test('决定以后，走了的妻子也在变动通知里：她凭低保享受的残疾人生活补贴才会停', async () => {
    const { rows } = await api.owner.query(
      `select p.name from domain_event e, jsonb_array_elements_text(e.payload->'memberIds') m(id) join person p on p.id::text = m.id
       where e.type = 'dibao.award.changed' and e.payload->>'reason' = 'change' and e.subject_id = (select household_id::text from entitlement e
         join person h on h.id = e.person_id where h.name = '戊留' and e.programme = 'dibao') order by p.name collate "C"`,
    );
    expect(rows.map((row) => row.name)).toEqual(['己离', '戊留']);
  });
});

describe('本月有人去世，本月就核算', () => {
  test('按现在知道的情况：金额、计入的人、收入和算式都是次月的', async () => {
    await api.register(pair);
    const granted = await carry(api, pair, 'decided');
    const day = api.clock.today();
    const spouse = (await clerk.case(granted)).sections.members.find((m: { name: string }) => m.name === '戊亡');
    await clerk.post(`/api/persons/${spouse.personId}/death/registration`, {
      diedOn: day,
      proof: 'cremation',
      number: '火化2026-1',
    });
    await api.run();
    const { rows } = await clerk.get('/api/cases?view=all&itemId=SA-02');
    const { id } = rows.find((r: { applicantName: string }) => r.applicantName === '戊生');
    const { before, now, result } = (await clerk.case(id)).sections.review;
    expect(before).toMatchObject({ persons: 2 });
    expect(now).toMatchObject({ persons: 1, asOf: `${result.amounts[0].fromMonth}-01` });
    expect(now.amountFen).toBe(result.amounts[0].amountFen);
    expect(now.breakdown.reduce((sum: number, line: { fen: number }) => sum + line.fen, 0)).toBe(now.amountFen);
    expect(now.members).toContainEqual({ name: '戊亡', counted: false, reason: '已去世' });
  });
});
