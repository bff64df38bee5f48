/** 残疾人证名单、年度确认、稽核、指标和设施: through the API, as the desks see them. */

import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, requestId } from '../api.ts';
import { api, bring, closeDisability, desk, line, openDisability } from './disability-desk.ts';

beforeAll(openDisability);
afterAll(closeDisability);

describe('残联名单导入', () => {
  test('五行里证号不符、姓名不符、一人两号各一行：退回并写明原因，其余两行导入，低保家庭的马上收到邀约', async () => {
    const [good, other, wrong, misnamed] = [
      await desk.person('柯证一', { dibaoFrom: '2025-01' }),
      await desk.person('柯证二'),
      await desk.person('柯证三'),
      await desk.person('柯证四'),
    ];
    const done = await bring([
      line(good),
      line(other, { level: '三级' }),
      line(other, { level: '二级' }),
      line(wrong, { number: `${good.idNumber}41` }),
      line(misnamed, { name: '张冠李' }),
    ]);
    expect(done).toMatchObject({ state: 'applied', rowCount: 5, goodCount: 2, badCount: 3, doneCount: 2 });
    expect(done.examples.map((e) => e.problem)).toEqual([
      '与第3行是同一个身份证号码，请核对',
      '残疾人证号的前18位与身份证号码不一致',
      '姓名与登记的不一致',
    ]);
    expect(await desk.eventsOf(good, 'disability.certificate.changed')).toMatchObject([{ change: 'issued', level: 1 }]);
    expect((await desk.eventsOf(good, 'disability.invitation.sent')).map((p) => p.kind).sort()).toEqual(['living', 'nursing']);
    expect(await desk.eventsOf(other, 'disability.invitation.sent')).toEqual([]);
  });

  test('同一张表再导入一次：没有变化的不重复登记，不重复告知', async () => {
    const who = await desk.person('柯重复');
    await bring([line(who)]);
    await bring([line(who)]);
    expect(await desk.eventsOf(who, 'disability.certificate.changed')).toHaveLength(1);
  });

  test('退回的表格原样带原因；没有这个岗位的人不能导入', async () => {
    const who = await desk.person('柯退回');
    const view = await bring([line(who, { to: '2019-01-01' })]);
    expect(view).toMatchObject({ goodCount: 0, badCount: 1 });
    const returned = (
      await readXlsx(new Uint8Array((await desk.federation.call('GET', `/api/sheets/imports/${view.id}/returned`)).raw))
    ).sheets[0]!.rows;
    expect(returned[1]!.at(-1)).toBe('第2行　有效期至早于签发日期，请核对');
    expect((await desk.clerk.get('/api/sheets')).imports.map((k: { kind: string }) => k.kind)).not.toContain(
      'disability-certificates',
    );
  });

  test('到期名单：还有90天的在快到期里，91天的不在；注销的在冻结、注销里', async () => {
    const [near, far, gone] = [await desk.person('柯九十'), await desk.person('柯九一'), await desk.person('柯注销')];
    await bring([
      line(near, { issued: '2016-08-31', to: '2026-08-30' }),
      line(far, { issued: '2016-09-01', to: '2026-08-31' }),
      line(gone),
    ]);
    await bring([line(gone, { state: '注销', since: '2026-05-20' })]);
    const names = async (list: string) =>
      (await desk.clerk.get(`/api/disability/certificates?list=${list}`)).rows.map((r: { name: string }) => r.name);
    expect(await names('expiring')).toContain('柯九十');
    expect(await names('expiring')).not.toContain('柯九一');
    expect(await names('frozen')).toEqual(['柯注销']);
  });

  test('检查时就说每行会做什么：新登记、没有变化、注销各几行', async () => {
    const [fresh, same, gone] = [await desk.person('柯新登'), await desk.person('柯没变'), await desk.person('柯要注')];
    await bring([line(same), line(gone)]);
    const view = await bring([line(fresh), line(same), line(gone, { state: '注销', since: '2026-05-20' })]);
    expect(new Map(view.summary!.tally.map((t) => [t.zh, t.count]))).toEqual(
      new Map([
        ['新登记', 1],
        ['没有变化', 1],
        ['注销', 1],
      ]),
    );
  });

  test('导出残疾人证名单：残联经办人写明用途，带水印，号码遮盖，本人看得到谁导出了', async () => {
    const who = await desk.person('柯导出');
    await bring([line(who, { level: '二级' })]);
    const ask = (filter: Record<string, string>) =>
      desk.federation.call('POST', '/api/sheets/exports', { kind: 'disability-certificates', filter, purpose: '年度换证核对' });
    const { body } = await ask({ list: 'all', division: '421202100000' });
    expect(body.state).toBe('approved');
    const rows = (await readXlsx(new Uint8Array((await desk.federation.call('GET', `/api/sheets/exports/${body.id}/file`)).raw)))
      .sheets[0]!.rows;
    expect(rows[0]![0]).toContain('残疾人证名单（全部，咸安区汀泗桥镇）');
    expect(rows[1]![0]).toContain('用途：年度换证核对');
    expect(rows.find((r) => r[0] === '柯导出')!.slice(3, 5)).toEqual(['肢体', '二级']);
    expect(JSON.stringify(rows)).not.toContain(who.idNumber);
    const { rows: looked } = await api.owner.query(
      `select purpose from audit_log where action = 'export.downloaded' and $1 = any (person_ids)`,
      [who.id],
    );
    expect(looked).toEqual([{ purpose: '年度换证核对' }]);
    expect((await ask({ list: 'all', division: '421222000000' })).body.error.code).toBe('SHEET_EMPTY');
    const village = await api.staff('cun');
    expect(
      await village.refused('/api/sheets/exports', { kind: 'disability-certificates', filter: {}, purpose: '看看有哪些人' }),
    ).toMatchObject({ code: 'SHEET_KIND_UNKNOWN' });
  });

  test('等级上调后90天内申请：列入疑点；第91天申请的不列', async () => {
    const [soon, later] = [await desk.person('柯上调'), await desk.person('柯早调')];
    await bring([line(soon, { level: '三级', issued: '2018-01-01' }), line(later, { level: '三级', issued: '2018-01-01' })]);
    await bring([line(soon, { level: '一级', issued: '2026-03-03' }), line(later, { level: '一级', issued: '2026-03-02' })]);
    for (const who of [soon, later]) await desk.apply(desk.clerk, who, { wanted: 'nursing' }, 'DB-02');
    await api.moveTo('2026-06-02');
    const county = await api.staff('xian');
    const { rows } = await county.get('/api/disability/findings?kind=level-raised');
    expect(rows.map((r: { personName: string }) => r.personName)).toEqual(['柯上调']);
    await county.post(`/api/disability/findings/${rows[0].id}`, {
      is: false,
      note: '评定材料齐全，属病情加重',
      requestId: requestId(),
    });
    expect((await county.get('/api/disability/findings?kind=level-raised')).rows).toEqual([]);
    expect(
      await county.refused(`/api/disability/findings/${rows[0].id}`, { is: true, note: '重复核实一次', requestId: requestId() }),
    ).toMatchObject({ code: 'FINDING_CLOSED' });
  });
});

describe('年度确认', () => {
  const village = () => api.staff('cun');
  const confirm = (by: Browser, id: string, result: string, note = '在家门口见到，身体还好') =>
    by.post(`/api/disability/confirmations/${id}`, { result, note, requestId: requestId() });
  const open = async (by: Browser): Promise<{ id: string; name: string; suspended: boolean }[]> =>
    (await by.get('/api/disability/confirmations')).rows;

  test('先看数据：近一年有用卡记录的不用上门；没有记录的列给村里；拒绝两次的从下月暂停；见到本人恢复', async () => {
    const [traced, silent] = [await desk.granted('阮有卡'), await desk.granted('阮没影')];
    for (const who of [traced, silent])
      await api.owner.query(`update subsidy_award set from_month = '2025-06' where person_id = $1`, [who.id]);
    await desk.tell('life.proved', traced, { seenOn: '2026-05-15', way: 'card' });
    await api.moveTo('2026-09-01');
    const cun = await village();
    const names = (await open(cun)).map((r) => r.name);
    expect(names).toContain('阮没影');
    expect(names).not.toContain('阮有卡');
    const { id } = (await open(cun)).find((r) => r.name === '阮没影')!;
    expect(await confirm(cun, id, 'refused', '本人不开门，说不用看')).toMatchObject({ suspended: false });
    expect(
      await cun.refused(`/api/disability/confirmations/${id}`, {
        result: 'refused',
        note: '又去一次不开门',
        requestId: requestId(),
      }),
    ).toMatchObject({ code: 'REFUSED_ALREADY' });
    expect((await desk.awardsOf(silent))[0]).toMatchObject({ state: 'active' });
    await api.moveTo('2026-09-10');
    expect(await confirm(cun, id, 'refused', '第二次上门仍不配合')).toMatchObject({ suspended: true });
    expect(await desk.awardsOf(silent)).toMatchObject([
      { state: 'suspended', suspended_from: '2026-10' },
      { state: 'suspended', suspended_from: '2026-10' },
    ]);
    await confirm(cun, id, 'seen');
    expect((await desk.awardsOf(silent)).map((a) => a.state)).toEqual(['active', 'active']);
    expect(
      await cun.refused(`/api/disability/confirmations/${id}`, { result: 'seen', note: '再登记一次', requestId: requestId() }),
    ).toMatchObject({
      code: 'CONFIRMED_ALREADY',
    });
  });

  test('入户没有见到本人：县里收到“长期见不到本人”的提示，补贴不动', async () => {
    const who = await desk.granted('阮外出');
    await api.owner.query(`update subsidy_award set from_month = '2025-06' where person_id = $1`, [who.id]);
    await api.moveTo('2026-09-11');
    const cun = await village();
    const { id } = (await open(cun)).find((r) => r.name === '阮外出')!;
    await confirm(cun, id, 'away', '邻居说去女儿家了');
    const { rows } = await (await api.staff('xian')).get('/api/disability/findings?kind=unseen');
    expect(rows).toMatchObject([{ personName: '阮外出', zh: '长期见不到本人' }]);
    expect((await desk.awardsOf(who)).map((a) => a.state)).toEqual(['active', 'active']);
  });
});

describe('设施项目和标杆机构', () => {
  const report = (by: Browser, code: string, body: Record<string, unknown>) =>
    by.call('POST', `/api/facilities/projects/${code}/reports`, {
      quarter: '2026-Q3',
      stage: 'started',
      paid: 1_000_000_00,
      progress: 20,
      note: '基础施工完成',
      requestId: requestId(),
      ...body,
    });

  test('项目库21处、概算1.564亿元；季度报告只增不减；投用的成为康复机构，告知各方', async () => {
    const city = await api.staff('shi');
    const { library, rows } = await city.get('/api/facilities/projects');
    expect(rows).toHaveLength(21);
    expect(library).toMatchObject({ opened: 0, of: 21, plannedFen: 156_400_000_00 });
    expect((await report(city, 'JSWS-04', {})).status).toBe(200);
    expect((await report(city, 'JSWS-04', {})).body.error.fields[0].path).toBe('quarter');
    const opened = await report(city, 'JSWS-03', {
      stage: 'in-use',
      progress: 100,
      paid: 18_000_000_00,
      note: '通过竣工验收并投用',
      openedOn: '2026-09-01',
      beds: 60,
      capacity: 80,
      telephone: '0715-3330001',
    });
    expect(opened.body.institutionId).toBeTruthy();
    const told = await api.owner.query(`select payload from domain_event where type = 'facility.opened'`);
    expect(told.rows.map((r) => r.payload)).toMatchObject([
      { facilityId: opened.body.institutionId, kind: 'rehabilitation', division: '421223000000', openedOn: '2026-09-01' },
    ]);
    expect((await city.get('/api/facilities/projects')).library).toMatchObject({ opened: 1, paidFen: 19_000_000_00 });
  });

  test('投用的要填床位、服务能力和电话；县里看不到别县的项目', async () => {
    const city = await api.staff('shi');
    const answer = await report(city, 'JSWS-01', { stage: 'in-use', progress: 100, openedOn: '2026-09-01' });
    expect(answer.body.error.fields[0].path).toBe('beds');
    const county = await api.staff('xian');
    expect((await county.get('/api/facilities/projects')).rows).toEqual([]);
    expect((await report(county, 'JSWS-01', {})).status).toBe(404);
  });

  test('标杆机构：县里申报，市里确认，80分保留、79分取消，一年只评一次', async () => {
    const [county, city] = [await api.staff('xian'), await api.staff('shi')];
    const add = async (name: string) =>
      (
        await county.post('/api/rehab/institutions', {
          name,
          division: '421202100000',
          operator: '咸安区民政局',
          address: '汀泗桥镇',
          telephone: '0715-8888003',
          capacity: 30,
          requestId: requestId(),
        })
      ).id;
    const [kept, lost] = [await add('甲康复站'), await add('乙康复站')];
    for (const id of [kept, lost]) {
      await county.post(`/api/facilities/institutions/${id}/model`, { reason: '规范服务两年，人员齐全', requestId: requestId() });
      expect(
        await county.refused(`/api/facilities/institutions/${id}/model`, {
          reason: '规范服务两年，人员齐全',
          requestId: requestId(),
        }),
      ).toMatchObject({ code: 'MODEL_APPLIED' });
      await city.post(`/api/facilities/institutions/${id}/decision`, { decision: 'named', requestId: requestId() });
    }
    const score = (id: string, teaching: number) =>
      city.post(`/api/facilities/institutions/${id}/score`, {
        service: 25,
        staff: 18,
        safety: 17,
        family: 12,
        teaching,
        note: '现场查看并抽查档案',
        requestId: requestId(),
      });
    expect(await score(kept, 8)).toEqual({ total: 80, passed: true });
    expect(await score(lost, 7)).toEqual({ total: 79, passed: false });
    const { rows } = await city.get('/api/facilities/institutions');
    const stateOf = (id: string) => rows.find((r: { id: string }) => r.id === id).state;
    expect([stateOf(kept), stateOf(lost)]).toEqual(['named', 'removed']);
    expect(
      await city.refused(`/api/facilities/institutions/${kept}/score`, {
        service: 1,
        staff: 1,
        safety: 1,
        family: 1,
        teaching: 1,
        note: '重复评分一次',
        requestId: requestId(),
      }),
    ).toMatchObject({ code: 'MODEL_SCORED' });
  });
});

describe('指标', () => {
  test('乡镇负责人和财务看救助的指标，残疾人福利的指标没有他们的', async () => {
    const finance = await api.staff('caiwu');
    expect((await finance.get('/api/indicators?board=disability')).indicators).toEqual([]);
    expect((await finance.call('GET', '/api/indicators/reuse')).status).toBe(404);
  });
  test('每个指标都有数、有口径，都打得开它数的名单；社区康复只有数', async () => {
    const city = await api.staff('shi');
    const { indicators } = await city.get('/api/indicators?board=disability');
    expect(indicators).toHaveLength(17);
    for (const { key, total, confidential } of indicators) {
      const sum = { num: 0, den: 0 };
      let cursor = '';
      do {
        const page = await city.get(`/api/indicators/${key}?cursor=${encodeURIComponent(cursor)}`);
        expect(page.indicator.total.text, key).toBe(total.text);
        for (const row of page.rows) {
          sum.num += row.num;
          sum.den += row.den;
        }
        if (confidential) expect(page.rows, key).toEqual([]);
        cursor = page.next ?? '';
      } while (cursor);
      if (!confidential) expect({ key, ...sum }).toEqual({ key, num: total.num, den: total.den });
    }
    const confidential = indicators.filter((i: { confidential: boolean }) => i.confidential);
    expect(confidential.map((i: { key: string }) => i.key)).toEqual(['rehab-standard', 'rehab-refer']);
    const of = (key: string) => indicators.find((i: { key: string }) => i.key === key).total;
    expect(of('project-opened')).toMatchObject({ num: 1, den: 21, verdict: 'missed' });
    expect(of('project-paid')).toMatchObject({ den: 156_400_000_00 });
    // D3：“十三五”的基数与本年的人次、金额并列
    const paid = indicators.find((i: { key: string }) => i.key === 'subsidy-paid');
    expect(paid.definition).toContain('“十三五”累计26.7万人次、1.7亿元');
    expect(paid).toMatchObject({ kind: 'sum', total: { text: expect.stringMatching(/人次.*元|元.*人次/) } });
    // 第10项的两种读法并列：市级1处，六个县
    expect(of('facility-city')).toMatchObject({ num: 0, den: 1, verdict: 'missed', text: '0.0%' });
    expect(of('facility-county')).toMatchObject({ den: 6 });
    const { rows: levels } = await city.get('/api/disability/levels');
    expect(levels.find((r: { zh: string }) => r.zh === '肢体残疾').cells).toEqual(['少于5', '0', '0', '0']);
  });

  test('在领补贴的人按等级、年龄和性别：县里点得开，名单就是数的那些，留痕；只看数的人，少于5的不写明，打不开', async () => {
    const [county, leader] = [await api.staff('xian'), await api.staff('shiling')];
    const { pyramid, opens } = await county.get('/api/disability/levels');
    expect(opens).toBe(true);
    expect(pyramid.map((p: { zh: string }) => p.zh)).toEqual(['一级', '二级', '三级', '四级']);
    const first = pyramid[0].rows.find((row: { band: number }) => row.band === 45);
    expect(first.zh).toBe('45至59岁');
    const counted = first.male.count + first.female.count;
    expect(counted).toBeGreaterThan(0);
    const names: string[] = [];
    for (const sex of ['male', 'female']) {
      const { rows } = await county.get(`/api/disability/drawers?level=1&band=45&sex=${sex}`);
      expect(rows).toHaveLength(first[sex].count);
      for (const row of rows) names.push(row.name);
    }
    expect(names).toContain('阮有卡');
    const { rows: seen } = await api.owner.query(
      `select detail from audit_log where action = 'disability-certificate.listed' and detail->>'list' = 'drawers'`,
    );
    expect(seen.length).toBeGreaterThan(0);
    const told = await leader.get('/api/disability/levels');
    expect(told.opens).toBe(false);
    for (const row of told.pyramid[0].rows)
      for (const { count, text } of [row.male, row.female])
        expect(count === null ? '' : count, text).not.toSatisfy((n: unknown) => Number(n) > 0 && Number(n) < 5);
    expect((await leader.call('GET', '/api/disability/drawers?level=1&band=45&sex=male')).status).toBe(403);
  });
});
