import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, Browser, startApi } from '../../../../tests/api.ts';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import { codeOf, hand, must } from '../../../kernel/service/fixtures.ts';
import { recordCertificate } from '../certificate/record.ts';
import { addCourse, addDeviceStaff, coursesOf, deviceStaffOf, signInAtDesk, signInByPhone } from './courses.ts';
import { closeLead, leadsAt } from './leads.ts';
import { planReturn, remindDue, reserve } from './orders.ts';
import { addItem, NewPlace, placeStation, registerStation } from './stations.ts';
import { lockOrder } from './store.ts';
import { bookTrial, recordTrial } from './trials.ts';
import { actOnUnit, enterUnit, recallBatch } from './units.ts';
import { finder, unitCard } from './views.ts';

const COUNTY = '421202000000';
const VILLAGE = '421202100001';
const CITY = '421200000000';
let api: Api;
let clerk: Actor;
let stationId: string;
const system = systemActor('test', CITY);
const county = hand(COUNTY, 'county-clerk');

const station = (name: string, division: string, lonLat?: string) =>
  api.context.write(county, async (tx) =>
    must(
      await registerStation(tx, {
        name,
        kind: 'point',
        host: 'institution',
        operator: '咸安区辅具服务中心',
        division,
        address: '社区服务中心一楼',
        telephone: '0715-8888001',
        hours: '周一至周五 9:00—17:00',
        hasPermit: false,
        ...(lonLat ? { lonLat } : {}),
      }),
    ),
  );
beforeAll(async () => {
  api = await startApi({ start: '2026-03-10' });
  stationId = (await station('汀泗桥网点', VILLAGE, '114.2480,29.7810')).id;
  clerk = { ...hand(COUNTY, 'institution-user', { duty: 'device-station-clerk' }), unitId: stationId };
  await api.context.write(hand(CITY, 'city-clerk'), async (tx) => {
    for (const [code, name, kind] of [
      ['WHEEL-01', '普通轮椅', 'wheelchair'],
      ['WHEEL-02', '加宽轮椅', 'wheelchair'],
      ['BED-01', '护理床', 'nursing-bed'],
    ] as const)
      must(await addItem(tx, { code, name, kind, classCode: '12 22 03', monthlyRent: 150_00, lifeMonths: 60, regulated: false }));
  });
});
afterAll(() => api?.stop());

let people = 0;
const person = (name: string) =>
  api.context.write(system, async (tx) =>
    must(
      await registerPerson(tx, {
        name,
        idNumber: makeIdNumber('421202', '1950-05-05', ++people * 2),
        division: VILLAGE,
        phone: '13800138000',
      }),
    ),
  );
const ANSWERS = { sits: 'alone', walks: 'support', hands: 'both', skin: 'fine', use: 'alone', room: 'yes', where: 'station' };
let serials = 0;
const unit = async (itemCode = 'WHEEL-01', batch = `批${++serials}`) =>
  must(await api.context.write(clerk, (tx) => enterUnit(tx, { itemCode, serial: `SN-${++serials}`, batch, price: 800_00 }))).code;
const act = (code: string, action: string, input: unknown = {}) =>
  api.context.write(clerk, (tx) => actOnUnit(tx, { code, action, input }));
const out = async (personId: string, code: string) => {
  must(await api.context.write(clerk, (tx) => reserve(tx, { personId, code })));
  must(await act(code, 'assess', ANSWERS));
  return must(await act(code, 'hand-out', { dueOn: '2026-06-10', depositReceived: true })) as { orderId: string };
};
const says = (result: Result<unknown>): string => explain(result as Refusal).message;
const told = async (personId: string, title: string): Promise<number> =>
  (await api.owner.query('select count(*)::int as n from message where to_person_id = $1 and title = $2', [personId, title]))
    .rows[0].n;

describe('召回免费更换', () => {
  test('使用中的轮椅召回：换一件同类在库的，租期、押金不变，旧的收回只能报废', async () => {
    const who = await person('易换椅');
    const old = await unit('WHEEL-01', '召回甲');
    const fresh = await unit('WHEEL-02');
    const { orderId } = await out(who, old);
    const before = await api.context.write(clerk, (tx) => lockOrder(tx, orderId));
    must(
      await api.context.write(county, (tx) => recallBatch(tx, { itemCode: 'WHEEL-01', batch: '召回甲', reason: '轮轴有裂纹' })),
    );
    expect(codeOf(await act(old, 'scrap', { reason: '召回报废处理' }))).toBe('UNIT_MOVE');
    must(await act(old, 'replace', { newCode: fresh }));
    const after = await api.context.write(clerk, (tx) => lockOrder(tx, orderId));
    expect(after).toMatchObject({ state: 'out', dueOn: before!.dueOn, depositFen: before!.depositFen });
    expect(after!.unitId).not.toBe(before!.unitId);
    expect(after!.contractId).not.toBe(before!.contractId);
    expect(await told(who, '已免费更换')).toBe(1);
    const card = must(await api.context.write(clerk, (tx) => unitCard(tx, old)));
    expect(card.actions.map((a) => a.action)).toEqual(['scrap']);
    must(await act(old, 'scrap', { reason: '召回报废处理' }));
    must(await act(fresh, 'take-back', { condition: 'good' }));
  });
  test('换不同类的、没有洗消的、别人在用的都不行，各有一句话', async () => {
    const [who, other] = [await person('易不换'), await person('易旁人')];
    const old = await unit('WHEEL-01', '召回乙');
    await out(who, old);
    must(
      await api.context.write(county, (tx) => recallBatch(tx, { itemCode: 'WHEEL-01', batch: '召回乙', reason: '轮轴有裂纹' })),
    );
    expect(codeOf(await act(old, 'replace', { newCode: await unit('BED-01') }))).toBe('UNIT_OTHER_ITEM');
    const taken = await unit('WHEEL-02');
    await out(other, taken);
    expect(says(await act(old, 'replace', { newCode: taken }))).toBe('该辅具已被预约或租出，请选择其他网点。');
    must(await act(taken, 'take-back', { condition: 'good' }));
    expect(says(await act(old, 'replace', { newCode: taken }))).toBe('该辅具未完成洗消检测，不能出租。');
  });
});

describe('体验和适配预约（DB-07）', () => {
  const book = (personId: string, on = '2026-03-12', half: 'morning' | 'afternoon' = 'morning', kind = 'wheelchair') =>
    api.context.write(system, (tx) =>
      bookTrial(tx, { stationId, personId, kind: kind as 'wheelchair', purpose: 'try-out', on: on as '2026-03-12', half }),
    );
  test('半天四个名额：第四个人约到，第五个人“这个时段已经约满”，下午还可以', async () => {
    const five = await Promise.all(['甲', '乙', '丙', '丁', '戊'].map((n) => person(`试${n}`)));
    const results = await Promise.all(five.map((id) => book(id)));
    expect(results.filter((r) => r.ok)).toHaveLength(4);
    const left = five[results.findIndex((r) => !r.ok)]!;
    expect(says(results.find((r) => !r.ok)!)).toBe('这个时段已经约满。');
    must(await book(left, '2026-03-12', 'afternoon'));
  });
  test('今天不能约，明天可以；30天后可以，31天后不行；同一类不能约两次', async () => {
    const who = await person('试日子');
    expect(codeOf(await book(who, '2026-03-10'))).toBe('TRIAL_DAY');
    expect(codeOf(await book(who, '2026-04-10'))).toBe('TRIAL_DAY');
    must(await book(who, '2026-04-09'));
    expect(codeOf(await book(who, '2026-03-11'))).toBe('TRIAL_TWICE');
    must(await book(who, '2026-03-11', 'morning', 'crutch'));
  });
  test('没到日子不能登记结果；到了登记建议，同一次不能登记两遍', async () => {
    const who = await person('试结果');
    const { id } = must(await book(who, '2026-03-16', 'afternoon'));
    const record = () => api.context.write(clerk, (tx) => recordTrial(tx, { id, came: 'yes', advice: 'rent', note: '用着合适' }));
    expect(codeOf(await record())).toBe('TRIAL_NOT_YET');
    api.clock.set('2026-03-16');
    must(await record());
    expect(codeOf(await record())).toBe('TRIAL_NOT_YET');
    api.clock.set('2026-03-10');
  });
});

describe('讲座、培训和服务队伍', () => {
  test('当天签到：本机构人员记学时，居民凭现场的码，签两次不行，码不对不行，前一天不行', async () => {
    const who = await person('听讲座');
    const { staffId, courseId, code } = await api.context.write(clerk, async (tx) => {
      const staff = must(
        await addDeviceStaff(tx, { name: '石磊', role: 'fitter', certificateNo: 'FJ-2024-0117', certifiedTo: '2026-03-09' }),
      );
      const course = must(
        await addCourse(tx, {
          kind: 'training',
          title: '轮椅适配',
          heldOn: '2026-03-11',
          time: '09:30',
          place: '二楼',
          hours: 4,
        }),
      );
      return { staffId: staff.id, courseId: course.id, code: course.signInCode };
    });
    const byPhone = (text: string) =>
      api.context.write(system, (tx) => signInByPhone(tx, { courseId, code: text, personId: who }));
    expect(codeOf(await byPhone(code))).toBe('COURSE_NOT_TODAY');
    api.clock.set('2026-03-11');
    expect(codeOf(await byPhone('000000'))).toBe('SIGN_IN_CODE');
    must(await byPhone(code));
    expect(codeOf(await byPhone(code))).toBe('SIGNED_IN_ALREADY');
    must(await api.context.write(clerk, (tx) => signInAtDesk(tx, { courseId, who: 'staff', staffId })));
    must(await api.context.write(clerk, (tx) => signInAtDesk(tx, { courseId, who: 'visitor', name: '路过的人' })));
    const [course] = await api.context.read(clerk, (tx) => coursesOf(tx, stationId));
    expect(course).toMatchObject({ persons: 3 });
    const [staff] = await api.context.read(clerk, (tx) => deviceStaffOf(tx, stationId));
    expect(staff).toMatchObject({ hours: 4, expired: true, roleZh: '适配人员' });
    const stored = await api.owner.query('select name from device_course_sign_in where name is not null');
    expect(stored.rows[0].name.toString('utf8')).not.toContain('路过的人');
    api.clock.set('2026-03-10');
  });
});

describe('查找、续租和归还', () => {
  test('按远近排：近的网点在前，没有位置的在后', async () => {
    const far = (await station('远网点', '421202001002', '114.3210,29.8520')).id;
    const nowhere = (await station('没位置网点', '421202002001')).id;
    for (const unitId of [far, nowhere])
      await api.context.write({ ...clerk, unitId }, async (tx) =>
        must(await enterUnit(tx, { itemCode: 'BED-01', serial: `SN-${++serials}`, batch: '远', price: 800_00 })),
      );
    await unit('BED-01');
    const rows = await api.context.read(system, (tx) => finder(tx, { kind: 'nursing-bed', near: { lon: 114.249, lat: 29.781 } }));
    expect(rows.map((r) => r.stationName)).toEqual(['汀泗桥网点', '远网点', '没位置网点']);
    expect(rows[0]!.metres).toBeLessThan(200);
    expect(rows[1]!.metres! / 1000).toBeCloseTo(10.5, 0);
  });
  test('网点自己登记位置：所在的县里的收下，经纬度写反的、市外的、别的县的退回；没有位置的只在列表里', async () => {
    const own = (await station('后补位置网点', '421202002001')).id;
    const at = (lonLat: string) =>
      api.context.write({ ...clerk, unitId: own }, (tx) =>
        placeStation(tx, { lonLat }, { west: 113.5, south: 29, east: 115, north: 30.35 }),
      );
    expect(codeOf(await at('116.4000,39.9000'))).toBe('INVALID_INPUT');
    expect(codeOf(await at('115.0001,29.8000'))).toBe('INVALID_INPUT');
    // 在市的框里、不在所在的县
    expect(codeOf(await at('115.0000，29.8000'))).toBe('INVALID_INPUT');
    must(await at('114.3210，29.8520'));
    const { rows } = await api.owner.query('select lon, lat from device_station where id = $1', [own]);
    expect(rows).toEqual([{ lon: 114.321, lat: 29.852 }]);
    expect(NewPlace.safeParse({ lonLat: '29.8520,114.3210' }).success).toBe(false);
    expect(codeOf(await api.context.write(county, (tx) => placeStation(tx, { lonLat: '114.3,29.8' }, null)))).toBe(
      'STATION_NONE',
    );
  });
  test('约定归还：今天可以，应还日期可以，后一天不行；到期前三天和逾期第一天各提醒一次', async () => {
    const who = await person('还轮椅');
    const { orderId } = await out(who, await unit('WHEEL-01'));
    const plan = (on: string) =>
      api.context.write(clerk, async (tx) => planReturn(tx, (await lockOrder(tx, orderId))!, { on: on as '2026-03-10' }));
    must(await plan('2026-03-10'));
    must(await plan('2026-06-10'));
    expect(codeOf(await plan('2026-06-11'))).toBe('RETURN_DAY');
    for (const day of ['2026-06-06', '2026-06-07', '2026-06-11', '2026-06-12'] as const) {
      api.clock.set(day);
      for (const _ of [1, 2]) await api.context.write(system, remindDue);
    }
    expect([await told(who, '辅具快到期了'), await told(who, '辅具已经逾期')]).toEqual([1, 1]);
    api.clock.set('2026-03-10');
  });
  test('手机上的页面：没有登录也能看网点、租金和体验点；登录后预约体验、约归还', async () => {
    const visitor = new Browser(api.app);
    const page = (await visitor.call('GET', '/devices?kind=nursing-bed')).body as string;
    expect(page).toContain('汀泗桥网点');
    expect(page).toContain('每月150.00元');
    expect(page).not.toContain('普通轮椅</dt>');
    expect(page).toContain('圆圈是各网点周围5公里');
    expect(page).toContain('另有1处网点还没有登记位置，图上没有');
    expect((await visitor.call('GET', '/devices/try')).body).toContain('登录后预约');
    expect((await visitor.call('GET', '/rehab')).body).toContain('社区康复机构');
  });
});

describe('别的业务传来的', () => {
  const tell = async (type: Parameters<typeof emit>[1]['type'], personId: string, payload: Record<string, unknown>) => {
    await api.context.write(system, (tx) =>
      emit(tx, { type, subject: { kind: 'person', id: personId }, division: VILLAGE, payload: { personId, ...payload } }),
    );
    await api.run();
  };
  const leads = async () => (await api.context.read(clerk, (tx) => leadsAt(tx, COUNTY))).rows;
  test('老年人能力评估为失能：网点看到这个人、本人收到可以试用的消息；能力完好的没有；不带评估内容', async () => {
    const [weak, able] = [await person('评失能'), await person('评完好')];
    await tell('elder.assessment.completed', weak, { scheme: 'MZ', level: '3', validFrom: '2026-03-01' });
    await tell('elder.assessment.completed', weak, { scheme: 'MZ', level: '3', validFrom: '2026-03-02' });
    await tell('elder.assessment.completed', able, { scheme: 'MZ', level: '0', validFrom: '2026-03-01' });
    const rows = await leads();
    expect(rows.map((r) => [r.personName, r.sourceZh])).toEqual([['评失能', '养老能力评估']]);
    expect(await told(weak, '可以免费试用辅具')).toBe(1);
    must(await api.context.write(clerk, (tx) => closeLead(tx, { id: rows[0]!.id, outcome: 'rent' })));
    expect(await leads()).toEqual([]);
    expect(codeOf(await api.context.write(clerk, (tx) => closeLead(tx, { id: rows[0]!.id, outcome: 'rent' })))).toBe('NOT_FOUND');
  });
  test('灾害转移的人：有残疾人证的列给网点，没有证也没有辅具的不列', async () => {
    const [holder, none] = [await person('转移有证'), await person('转移无证')];
    const { idNumber } = await api.context.read(system, async (tx) => {
      const row = await tx.one<{ idNumber: Buffer }>(sql`select id_number from person where id = ${holder}`);
      return { idNumber: tx.keys.open(row.idNumber, `person.id_number:${holder}`) };
    });
    await api.context.write(system, async (tx) =>
      must(
        await recordCertificate(tx, {
          personId: holder,
          division: VILLAGE,
          certificate: {
            number: `${idNumber}41`,
            category: 'physical',
            level: '1',
            issuedOn: '2020-01-01',
            validTo: '2029-12-31',
            state: 'valid',
          },
          idNumber,
          since: '2020-01-01',
          source: '残联',
        }),
      ),
    );
    for (const id of [holder, none])
      await tell('disaster.person.displaced', id, { eventId: newId(), placeId: newId(), flags: [] });
    expect((await leads()).map((r) => [r.personName, r.sourceZh])).toEqual([['转移有证', '灾害转移安置']]);
    // 孤儿保障：有证的列给网点，没有证的、已经停止的不列
    const award = { scheme: 'orphan', mode: 'full', startMonth: '2026-03', amountFen: 1_400_00, reason: '', endMonth: null };
    await tell('child.award.changed', none, { ...award, personId: none });
    await tell('child.award.changed', holder, { ...award, personId: holder, endMonth: '2026-03' });
    expect(await leads()).toHaveLength(1);
    await tell('child.award.changed', holder, { ...award, personId: holder });
    expect((await leads()).map((r) => r.sourceZh)).toEqual(['灾害转移安置', '孤儿保障']);
  });
  test('规划报来项目开工：对上的设施阶段跟着走；报回可研不退；报投用的等季度报告；一行是好几处的不跟', async () => {
    const [one, many] = [newId(), newId()];
    const link = (code: string, id: string) =>
      api.owner.query(
        `update facility_project set planned_project = $2, planned_name = '规划项目', planned_on = '2026-03-02', planned_by = 'a' where code like $1`,
        [code, id],
      );
    await link('JSWS-01', one);
    await link('JSWS-02-%', many);
    const stage = async (code: string, projectId: string, toStage: string) => {
      await tell('project.stage.changed', await person(`项目${code}${toStage}`), {
        projectId,
        toStage,
        changedOn: '2026-03-10',
      });
      return (await api.owner.query('select stage from facility_project where code = $1', [code])).rows[0].stage;
    };
    expect(await stage('JSWS-01', one, '开工')).toBe('started');
    expect(await stage('JSWS-01', one, '可研')).toBe('started');
    expect(await stage('JSWS-01', one, '投用')).toBe('started');
    expect(await stage('JSWS-02-01', many, '开工')).toBe('planned');
    // 没有对过的，谁也不是
    expect(await stage('JSWS-03', newId(), '开工')).toBe('planned');
  });
});
