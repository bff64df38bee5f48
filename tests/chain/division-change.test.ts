/** 区划变更 over HTTP (divisions.md 4.1, 5.3): a dossier from its scheme to its effect, and what becomes of whoever and whatever stood under the old codes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carry, requestId } from '../api.ts';
import {
  allPapers,
  api,
  applying,
  approved,
  clerk,
  closeDivisions,
  drafter,
  drawing,
  HERE,
  jumpTo,
  leader,
  open,
  openDivisions,
  rows,
  STREET,
  scheme,
  step,
  TOWN,
  township,
  view,
} from './division-desk.ts';

beforeAll(openDivisions);
afterAll(closeDivisions);

describe('撤镇设街道：从方案到生效', () => {
  let id: string;
  let applied: string;
  let granted: string;

  test('方案的影响分析：要换的代码，涉及多少居民、办件、待遇、账号', async () => {
    granted = await carry(api, drawing, 'decided');
    applied = await carry(api, applying, 'accepted');
    id = await open();
    const { preview, problems, stateZh } = await view(id);
    expect([problems, stateZh]).toEqual([[], '调研']);
    expect(preview.opened[0]).toEqual({ code: STREET, name: '汀泗桥街道', kind: '街道' });
    expect(preview.ended.map((unit: { code: string }) => unit.code)).toContain(HERE);
    const touched = new Map(preview.touched.map((row: { zh: string; rows: number }) => [row.zh, row.rows]));
    expect(touched.get('人员')).toBeGreaterThanOrEqual(3);
    expect([...touched.keys()]).toEqual(expect.arrayContaining(['待遇', '办件', '工作人员账号']));
  });

  test('材料不齐不能报送；报送的人不能登记批准；没有文号不能生效；早于批准日期的写明原因', async () => {
    expect((await step(drafter, id, 'papers', { risk: await drafter.upload('division-risk') })).status).toBe(200);
    expect((await step(drafter, id, 'submission')).body.error).toMatchObject({
      code: 'DOSSIER_PAPERS',
      message: expect.stringContaining('还缺变更申请书'),
    });
    await step(drafter, id, 'papers', await allPapers());
    await step(drafter, id, 'submission');
    expect((await step(drafter, id, 'approval')).status).toBe(403);
    const given = { approver: '湖北省人民政府', approvedOn: api.clock.today(), effectiveOn: '2026-06-01' };
    expect((await step(leader, id, 'approval', { ...given, documentNo: '' })).body.error.message).toBe(
      '缺少批准文号，区划变更不能生效。',
    );
    expect(
      (await step(leader, id, 'approval', { ...given, documentNo: '鄂政函〔2026〕12号', effectiveOn: '2026-01-01' })).body.error
        .message,
    ).toBe('生效日期早于批准日期，请说明追溯原因。');
    expect((await step(leader, id, 'approval', { ...given, documentNo: '鄂政函〔2026〕12号' })).status).toBe(200);
    expect(await view(id)).toMatchObject({ stateZh: '已批准', approval: { completeBy: expect.stringMatching(/^2027-/) } });
    expect((await township.get(`/api/divisions?code=${HERE}`)).rows[0].fullName).toContain('汀泗桥镇');
  });

  test('已经锁定的统计报表是封存的：留在原代码，写明留下几条，别的照常归过去', async () => {
    await rows(
      `insert into stat_period (form, period, form_version, division, units, opened_at) values ('MZ-M01', '2026-02', (select max(version) from stat_form where code = 'MZ-M01'), '421200000000', array['${TOWN}'], now())`,
    );
    await rows(
      `insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name, prepared_at, prepared_by, prepared_name, signed_at, signed_by, signed_name, locked_at)
        values (gen_random_uuid(), 'MZ-M01', '2026-02', '${TOWN}', 1, 'locked', '{}', '{}', '{}', '{}', now(), 'a', '甲', now(), 'a', '甲', now(), 'b', '乙', now())`,
    );
  });

  test('6月1日零时生效：代码、名称换新，旧名仍查得到；前一天还是镇', async () => {
    await jumpTo('2026-06-01');
    const at = async (day: string) =>
      (await township.get(`/api/divisions/on/${day}`)).rows.map((row: { name: string }) => row.name);
    expect(await at('2026-06-01')).toContain('汀泗桥街道');
    expect(await at('2026-05-31')).toContain('汀泗桥镇');
    const found = (await township.get('/api/divisions?text=汀泗桥镇')).rows;
    expect(found[0]).toMatchObject({ code: STREET, name: '汀泗桥街道' });
    expect(await view(id)).toMatchObject({ stateZh: '实施中', rehomed: { done: true } });
  });

  test('公告当天就有，不登录看得到：新旧名称、代码、文号，村跟着换的也在对照表里', async () => {
    const visitor = api.visitor();
    const [brief] = (await visitor.get('/api/divisions/changes')).rows;
    expect(brief).toMatchObject({
      title: '汀泗桥镇改为街道',
      typeZh: '撤镇设街道',
      effectiveOn: '2026-06-01',
      announcedOn: '2026-06-01',
      approver: '湖北省人民政府',
      documentNo: '鄂政函〔2026〕12号',
    });
    const announced = await visitor.get(`/api/divisions/changes/${brief.id}`);
    expect(announced.ended).toEqual([{ code: TOWN, name: '咸安区汀泗桥镇' }]);
    expect(announced.opened).toEqual([{ code: STREET, name: '咸安区汀泗桥街道' }]);
    expect(announced.successors).toContainEqual({
      from: { code: HERE, name: '咸安区汀泗桥镇汀泗桥社区' },
      to: { code: '421202004001', name: '咸安区汀泗桥街道汀泗桥社区' },
      percent: null,
    });
    const page = String((await visitor.call('GET', `/division-changes/${brief.id}`)).body);
    for (const said of ['鄂政函〔2026〕12号', TOWN, STREET, '咸安区汀泗桥街道汀泗桥社区', '2026年6月1日'])
      expect(page).toContain(said);
    expect(String((await visitor.call('GET', '/division-changes')).body)).toContain(`/division-changes/${brief.id}`);
    expect(String((await visitor.call('GET', '/')).body)).toContain('href="/division-changes"');
    expect((await view(id)).announcement).toBe(`/division-changes/${brief.id}`);
  });

  test('按日期取区划的接口写明由哪一次变更变成这样；生效以前没有', async () => {
    const on = (query: string) => api.visitor().get(`/api/divisions/on/${query}`);
    expect((await on('2026-05-31')).changes).toEqual([]);
    expect((await on('2026-06-01?against=2026-05-31')).changes).toMatchObject([{ documentNo: '鄂政函〔2026〕12号' }]);
    expect((await on('2026-06-02?against=2026-06-01')).changes).toEqual([]);
  });

  test('地名库跟着改名：汀泗桥镇成了汀泗桥街道，前一天还叫镇，旧名查得到', async () => {
    const [row] = (await drafter.get('/api/place-names?text=汀泗桥镇')).rows;
    expect(row).toMatchObject({ name: '汀泗桥街道', formerNames: '汀泗桥镇', statusZh: '标准' });
    const on = async (day: string) => (await drafter.get(`/api/place-names/${row.id}?on=${day}`)).on.name;
    expect([await on('2026-05-31'), await on('2026-06-01')]).toEqual(['汀泗桥镇', '汀泗桥街道']);
  });

  test('在办的、办结的、在发的和账号都归过去，乡镇照常看得到、接着办；一条不少', async () => {
    expect(
      await rows(
        `select count(*)::int as n from person where division like '421202100%' or registered_division like '421202100%'`,
      ),
    ).toEqual([{ n: 0 }]);
    const again = await api.staff('xiang');
    expect((await again.case(applied)).state).toBe('accepted');
    expect((await again.case(granted)).state).toBe('granted');
    const [kase] = await rows('select division, former_division from service_case where id = $1', granted);
    expect(kase).toEqual({ division: '421202004001', former_division: HERE });
    const left = (await view(id)).rehomed.rows.filter((row: { stayed: number }) => row.stayed > 0);
    expect(left).toEqual([{ zh: '报送', moved: 0, stayed: 1 }]);
    // 还没有锁定的那一期，改由街道报
    expect(await rows(`select distinct units from stat_period where period = '2026-02'`)).toEqual([{ units: [STREET] }]);
  });

  test('名单照常按新代码冻结，每月一笔', async () => {
    await jumpTo('2026-06-26');
    const lines = await rows(
      `select l.month, l.division from payment_line l join person p on p.id = l.person_id where p.name = '甲领' order by l.month`,
    );
    expect(new Set(lines.map((line) => line.month)).size).toBe(lines.length);
    expect(lines.at(-1)).toMatchObject({ division: '421202004001' });
  });

  test('街道报6月的报表：上期是镇报的，按沿革接上，不是空着的', async () => {
    await rows(
      `insert into stat_submission (id, form, period, division, version, state, typed, counted, totals, notes, changed_at, changed_by, changed_name, prepared_at, prepared_by, prepared_name, signed_at, signed_by, signed_name)
        values (gen_random_uuid(), 'MZ-M01', '2026-05', '${TOWN}', 1, 'submitted', '{}', '{}', '{"c101": 70000}', '{}', now(), 'a', '甲', now(), 'a', '甲', now(), 'b', '乙')`,
    );
    await jumpTo('2026-07-02');
    const sheet = await (await api.staff('xiang')).get(`/api/statistics/sheet?form=MZ-M01&period=2026-06&unit=${STREET}`);
    expect(sheet.earlier).toEqual({ units: ['汀泗桥镇'], estimated: false });
    expect(sheet.cells.find((cell: { key: string }) => cell.key === 'c101').before).toBe('7');
  });

  test('登记完成：生效以后才行', async () => {
    const done = await step(drafter, id, 'completion', { completedOn: api.clock.today(), note: '牌子、印章已换，代码已公布' });
    expect(done.status).toBe(200);
    expect((await view(id)).stateZh).toBe('已完成');
  });
});

describe('社区一分为二：没有归属的等人来指定', () => {
  const OLD = '421202004001';
  const [EAST, WEST] = ['421202004901', '421202004902'];
  let id: string;

  test('比例合计不是100%、同县重名：方案上就说，批准不了', async () => {
    id = await open({
      type: 'split',
      title: '汀泗桥社区拆分为两个社区',
      ends: [{ unit: OLD }],
      begins: [
        { code: EAST, name: '汀东社区居民委员会', percent: '55' },
        { code: WEST, name: '双泉社区居民委员会', percent: '40' },
      ],
      effectiveOn: '2026-08-01',
    });
    expect((await view(id)).problems).toEqual([
      '同一县（市、区）内已有“双泉社区”，不得重名（地名管理条例第九条）。',
      '拆分比例合计须为100%。',
    ]);
    const { body } = await approved(id, { effectiveOn: '2026-08-01' });
    expect(body.error.code).toBe('DIVISION_NAME_TAKEN');
    expect((await step(leader, id, 'return', { note: '名称重复，比例不对' })).status).toBe(200);
    const fixed = {
      ...scheme(),
      type: 'split',
      title: '汀泗桥社区拆分为两个社区',
      ends: [{ unit: OLD }],
      begins: [
        { code: EAST, name: '汀东社区居民委员会', percent: '55' },
        { code: WEST, name: '汀西社区居民委员会', percent: '45' },
      ],
      effectiveOn: '2026-08-01',
    };
    expect((await step(drafter, id, 'scheme', fixed)).status).toBe(200);
    expect(
      (await approved(id, { effectiveOn: '2026-08-01', approver: '咸安区人民政府', documentNo: '咸安政函〔2026〕8号' })).status,
    ).toBe(200);
  });

  test('8月1日生效：居民和办件留在原代码，乡镇看得到；有人没归属不能登记完成', async () => {
    await jumpTo('2026-08-01');
    const { placing } = await view(id);
    expect(placing.total).toBeGreaterThanOrEqual(3);
    expect(placing.to.map((unit: { code: string }) => unit.code)).toEqual([EAST, WEST]);
    const named = async (text: string) => (await drafter.get(`/api/place-names?text=${text}`)).rows;
    expect(await named('汀泗桥社区')).toMatchObject([{ name: '汀泗桥社区', statusZh: '历史' }]);
    for (const text of ['汀东社区', '汀西社区']) expect(await named(text)).toMatchObject([{ name: text, statusZh: '标准' }]);
    const refused = await step(drafter, id, 'completion', { completedOn: api.clock.today(), note: '牌子已换完了' });
    expect(refused.body.error.message).toBe(`还有${placing.total}户没有归属，不能登记完成。`);
  });

  test('指定归属：一户的人、待遇、档案一起过去；不是拆分出来的不能选', async () => {
    const place = (households: string[], toDivision: string) =>
      drafter.call('POST', `/api/division-changes/${id}/placements`, { households, toDivision, requestId: requestId() });
    const { placing } = await view(id);
    const ids = placing.rows.map((row: { id: string }) => row.id);
    expect((await place(ids, '421202001002')).body.error.code).toBe('DIVISION_NOT_SUCCESSOR');
    expect((await place(ids.slice(0, 1), EAST)).body).toEqual({ placed: 1 });
    expect((await place(ids.slice(1), WEST)).body).toEqual({ placed: ids.length - 1 });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await rows(`select count(*)::int as n from household where division = $1`, OLD)).toEqual([{ n: 0 }]);
    expect(await rows(`select count(*)::int as n from entitlement where division = $1`, OLD)).toEqual([{ n: 0 }]);
    expect((await step(drafter, id, 'completion', { completedOn: api.clock.today(), note: '牌子已换完了' })).status).toBe(200);
  });
});

describe('单位不变的变更：部分区域、界线、驻地', () => {
  const [EAST, WEST] = ['421202004901', '421202004902'];
  let id: string;

  test('写不全的说出缺什么：划入的单位、界线的另一边、新的驻地', async () => {
    const refused = async (given: Record<string, unknown>) => {
      const answer = await drafter.call('POST', '/api/division-changes', {
        ...scheme({ ends: [], begins: [], title: '区域调整（虚构）', ...given }),
        requestId: requestId(),
      });
      return answer.body.error.fields[0].message;
    };
    const concerns = [{ unit: EAST }];
    expect(await refused({ type: 'part', concerns })).toBe('请选择划入的单位');
    expect(await refused({ type: 'part', concerns, into: EAST })).toBe('划入的就是划出的单位');
    expect(await refused({ type: 'part', concerns, into: STREET })).toContain('部分区域划转在村（社区）之间办');
    expect(await refused({ type: 'boundary', concerns })).toBe('界线有两边，请选择两边的单位');
    expect(await refused({ type: 'seat', concerns })).toBe('请填写新的驻地');
  });

  test('汀东社区的一部分划给汀西社区：两个代码都不变，先前后都有；划转的住户由人指定，其余的不动', async () => {
    id = await open({
      type: 'part',
      title: '汀东社区部分区域划给汀西社区',
      ends: [],
      begins: [],
      concerns: [{ unit: EAST }],
      into: WEST,
      effectiveOn: '2026-09-01',
    });
    expect(await view(id)).toMatchObject({ problems: [], preview: { ended: [], opened: [] } });
    await approved(id, { effectiveOn: '2026-09-01', approver: '咸安区人民政府', documentNo: '咸安政函〔2026〕9号' });
    await jumpTo('2026-09-01');
    const { placing, rehomed } = await view(id);
    expect([rehomed.done, placing.all, placing.total]).toEqual([true, false, 1]);
    const [{ id: household, headName }] = placing.rows;
    expect((await drafter.get(`/api/division-changes/${id}?household=${encodeURIComponent('没有此人')}`)).placing.total).toBe(0);
    expect((await drafter.get(`/api/division-changes/${id}?household=${encodeURIComponent(headName)}`)).placing.total).toBe(1);
    const place = (toDivision: string) =>
      drafter.call('POST', `/api/division-changes/${id}/placements`, {
        households: [household],
        toDivision,
        requestId: requestId(),
      });
    expect((await place(EAST)).body.error.code).toBe('DIVISION_NOT_SUCCESSOR');
    expect((await place(WEST)).body).toEqual({ placed: 1 });
    await api.run();
    expect(api.errors).toEqual([]);
    expect(await rows('select division from household where id = $1', household)).toEqual([{ division: WEST }]);
    expect((await step(drafter, id, 'completion', { completedOn: api.clock.today(), note: '界线图已换' })).status).toBe(200);
  });

  test('驻地迁移：卷里有新的驻地和文号，生效日以后登记完成；区划不变', async () => {
    const seat = await open({
      type: 'seat',
      title: '汀泗桥街道办事处迁移驻地',
      ends: [],
      begins: [],
      concerns: [{ unit: STREET }],
      seat: '汀西社区中心路1号（虚构）',
      effectiveOn: '2026-10-09',
    });
    await approved(seat, { effectiveOn: '2026-10-09', approver: '咸安区人民政府', documentNo: '咸安政函〔2026〕10号' });
    expect(
      (await step(drafter, seat, 'completion', { completedOn: api.clock.today(), note: '已经搬迁完毕' })).body.error.code,
    ).toBe('DOSSIER_NOT_IN_EFFECT');
    await jumpTo('2026-10-09');
    expect(await view(seat)).toMatchObject({ stateZh: '实施中', units: { seat: '汀西社区中心路1号（虚构）' }, placing: null });
    const day = await clerk.get('/api/divisions/on/2026-10-09?against=2026-10-08');
    expect([day.began, day.ended]).toEqual([[], []]);
    expect(day.changes).toMatchObject([{ seat: '汀西社区中心路1号（虚构）', successors: [], concerns: [{ code: STREET }] }]);
    expect((await step(drafter, seat, 'completion', { completedOn: api.clock.today(), note: '已经搬迁完毕' })).status).toBe(200);
  });
});

describe('整建制划转', () => {
  test('村划到另一个乡镇：代码要在新的上级下面', async () => {
    const given = {
      type: 'transfer',
      title: '汀西社区划归温泉街道',
      ends: [{ unit: '421202004902' }],
      effectiveOn: '2026-12-01',
    };
    const wrong = await drafter.call('POST', '/api/division-changes', {
      ...scheme({ ...given, begins: [{ code: '421202004903', name: '汀西社区居民委员会' }] }),
      requestId: requestId(),
    });
    expect(wrong.body.error.fields[0].message).toBe('划转以后上级没有变，请按新的上级填写代码');
    const id = await open({ ...given, begins: [{ code: '421202001903', name: '汀西社区居民委员会' }] });
    expect(await view(id)).toMatchObject({ problems: [], preview: { ended: [{ code: '421202004902' }] } });
    await approved(id, { effectiveOn: '2026-12-01', approver: '咸安区人民政府', documentNo: '咸安政函〔2026〕11号' });
    await jumpTo('2026-12-01');
    expect(await rows(`select count(*)::int as n from household where division = '421202004902'`)).toEqual([{ n: 0 }]);
    expect((await clerk.get('/api/divisions?text=汀西社区')).rows[0]).toMatchObject({ code: '421202001903' });
  });
});

describe('谁能看、谁能办', () => {
  test('乡镇看不到卷；别的县看不到；任何人查得到某一天的区划', async () => {
    expect((await township.call('GET', '/api/division-changes')).status).toBe(403);
    const other = await api.staff('jiayu');
    expect((await other.call('GET', '/api/division-changes')).status).toBe(403);
    const { counts, began, ended } = await clerk.get('/api/divisions/on/2026-06-01?against=2026-05-31');
    expect(counts).toMatchObject({ counties: 6, townships: 70, villages: 1079 });
    expect([began.length, ended.length]).toEqual([ended.length, began.length]);
  });
});
