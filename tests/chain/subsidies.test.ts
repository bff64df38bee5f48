/** 残疾人两项补贴 through the HTTP API: worked examples E2, E4, E8, E9, and what ends, waits and comes back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/database/sql.ts';
import { recordCertificate } from '../../src/domains/disability/certificate/record.ts';
import { leaveEntitlements, reopenEntitlement } from '../../src/kernel/payment/server.ts';
import { recordDeath, reportDeath } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { type Person, subsidyDesk, VILLAGE } from '../subsidies.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
/** Who draws from April on, for what happens later in the year. */
const others = {} as Record<'tekun' | 'expiring' | 'late' | 'custody' | 'dead' | 'late-death', Person>;
beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await subsidyDesk(api);
  others.tekun = await desk.granted('特困丙');
  others.expiring = await desk.granted('换证丁', { validTo: '2026-08-15' });
  others.late = await desk.granted('换证戊', { validTo: '2026-08-15' });
  others.custody = await desk.granted('羁押己');
  others.dead = await desk.granted('去世庚');
  others['late-death'] = await desk.granted('误报辛');
});
afterAll(() => api?.stop());
const sum = (lines: { fen: number }[]) => lines.reduce((total, l) => total + l.fen, 0);

describe('E9：外省窗口收件', () => {
  let who: Person;
  let id: string;
  test('4月28日外省收件、材料齐全：5月6日前推送；5月6日收到、5月8日受理，仍是5月19日前办结', async () => {
    who = await desk.person('异地甲', { dibaoFrom: '2025-01' });
    await desk.payThrough('2026-05-06');
    const filing = await desk.clerk.post('/api/disability/filings/received', {
      form: desk.formFor(who),
      windowName: '广东省深圳市宝安区新安街道便民服务中心',
      filedOn: '2026-04-28',
      completeOn: '2026-04-28',
      requestId: requestId(),
    });
    expect(filing).toMatchObject({ direction: 'in', pushBy: '2026-05-06', pushedOn: '2026-05-06' });
    id = filing.caseId;
    await desk.payThrough('2026-05-08');
    await desk.clerk.act(id, 'accept');
    expect(await desk.clerk.case(id)).toMatchObject({ state: 'checking', totalDueOn: '2026-05-19' });
  });
  test('同一人在另一个省再收一次：告知已有的办件', async () => {
    const refused = await desk.clerk.refused('/api/disability/filings/received', {
      form: desk.formFor(who),
      windowName: '湖南省岳阳市岳阳楼区便民服务中心',
      filedOn: '2026-04-29',
      completeOn: '2026-04-29',
      requestId: requestId(),
    });
    expect(refused.message).toContain((await desk.clerk.case(id)).no);
  });
  test('5月19日审定：从4月起发，235元；5月22日前由受理窗口告知，告知后不能再告知', async () => {
    await desk.clerk.act(id, 'passInitial', desk.care);
    await desk.federation.act(id, 'certify', desk.certificate(who));
    await desk.payThrough('2026-05-19');
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    await api.run();
    expect(await desk.awardsOf(who)).toMatchObject([
      { kind: 'living', state: 'active', from_month: '2026-04' },
      { kind: 'nursing', state: 'active', from_month: '2026-04' },
    ]);
    const [filing] = (await desk.clerk.get('/api/disability/filings')).rows;
    expect(filing).toMatchObject({ decidedOn: '2026-05-19', feedbackBy: '2026-05-22', result: '已批准' });
    const listed = await api.owner.query(
      `select 1 from audit_log where action = 'subsidy-filing.listed' and (select applicant_person_id from service_case where id = $1) = any(person_ids)`,
      [id],
    );
    expect(listed.rows.length).toBeGreaterThan(0);
    await desk.payThrough('2026-05-20');
    expect(await desk.clerk.post(`/api/disability/filings/${filing.id}/feedback`, { requestId: requestId() })).toMatchObject({
      fedBackOn: '2026-05-20',
    });
    expect(
      (await desk.clerk.refused(`/api/disability/filings/${filing.id}/feedback`, { requestId: requestId() })).message,
    ).toContain('不用重复反馈');
  });
});

describe('E2：从提交的当月起', () => {
  let who: Person;
  let id: string;
  test('6月30日提交、材料齐全；残联只看得到残疾人证，看不到低保情况和账户', async () => {
    await desk.payThrough('2026-06-30');
    who = await desk.person('当月乙', { dibaoFrom: '2025-01' });
    id = await desk.apply(desk.clerk, who);
    await desk.clerk.act(id, 'accept');
    await desk.clerk.act(id, 'passInitial', desk.care);
    const seen = await desk.federation.case(id);
    expect(seen.sections.facts.map((g: { title: string }) => g.title)).toEqual(['申请人', '残疾人证']);
    expect(Object.keys(seen.sections)).toEqual(['facts']);
    await desk.federation.act(id, 'certify', desk.certificate(who));
  });
  test('初审人与审定人不得为同一人：换一个岗位也不行', async () => {
    await api.owner.query(
      `update case_event set actor_id = (select id::text from staff_user where login = 'queren') where case_id = $1 and action = 'passInitial'`,
      [id],
    );
    expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toBe('初审人与审定人不得为同一人。');
    await api.owner.query(
      `update case_event set actor_id = (select id::text from staff_user where login = 'xiang') where case_id = $1 and action = 'passInitial'`,
      [id],
    );
  });
  test('7月14日审定：从6月起；8月批次里有6月、7月的补发', async () => {
    await desk.payThrough('2026-07-14');
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    expect((await desk.awardsOf(who)).map((a) => a.from_month)).toEqual(['2026-06', '2026-06']);
    const kase = await desk.county.case(id);
    expect(kase.state).toBe('granted');
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toEqual(
      expect.arrayContaining(['残疾人两项补贴申请受理回执', '残疾人两项补贴审核审定表']),
    );
    await desk.payThrough('2026-07-20');
    const lines = await desk.linesOf(who, '2026-08');
    expect(lines.map((l) => [l.month, l.fen])).toEqual([
      ['2026-06', 110_00],
      ['2026-06', 125_00],
      ['2026-07', 110_00],
      ['2026-07', 125_00],
      ['2026-08', 110_00],
      ['2026-08', 125_00],
    ]);
  });
});

describe('死亡：收到报告先暂停，确认后发到当月，撤销后补回来', () => {
  test('7月21日报告死亡：已列入名单的暂停，待遇不终止；确认7月20日去世：8月的一笔终止，最后发到7月', async () => {
    await desk.payThrough('2026-07-21');
    const who = others.dead;
    await desk.work((tx) => reportDeath(tx, { personId: who.id, diedOn: '2026-07-20', source: '村' }));
    await api.run();
    expect((await desk.linesOf(who, '2026-08')).map((l) => l.state)).toEqual(['on-hold', 'on-hold']);
    expect((await desk.awardsOf(who)).map((a) => a.state)).toEqual(['active', 'active']);
    await desk.work((tx) => recordDeath(tx, { personId: who.id, diedOn: '2026-07-20', source: '医院' }));
    await api.run();
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.last_month, a.reason])).toEqual([
      ['ended', '2026-07', 'death'],
      ['ended', '2026-07', 'death'],
    ]);
    expect(await desk.linesOf(who, '2026-08')).toEqual([]);
    expect(await desk.eventsOf(who, 'benefit.overpaid')).toEqual([]);
  });
  test('5月30日就已去世、7月才登记：6月、7月多发，每项提出待确认一次；登记有误撤销后恢复，不再欠也不重发', async () => {
    const who = others['late-death'];
    await desk.work((tx) => recordDeath(tx, { personId: who.id, diedOn: '2026-05-30', source: '公安' }));
    await api.run();
    expect((await desk.awardsOf(who)).map((a) => a.last_month)).toEqual(['2026-05', '2026-05']);
    expect((await desk.overpaidOf(who)).map((o) => [o.months, o.fen])).toEqual([
      [['2026-06', '2026-07'], 220_00],
      [['2026-06', '2026-07'], 250_00],
    ]);
    expect(await desk.eventsOf(who, 'benefit.overpaid')).toEqual([]);
    await api.owner.query(`update person set life_state = 'alive', died_on = null where id = $1`, [who.id]);
    // 低保先恢复，生活补贴才有依据。
    await desk.work(async (tx) => {
      const dibao = await tx.one<{ id: string }>(
        sql`select id from entitlement where person_id = ${who.id} and programme = 'dibao'`,
      );
      const reopened = await reopenEntitlement(tx, { id: dibao.id, reason: '死亡登记撤销' });
      if (!reopened.ok) throw new Error(reopened.code);
    });
    await desk.tell('person.death.revoked', who, { revokedOn: '2026-07-22', reason: '登记有误' });
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.last_month])).toEqual([
      ['active', null],
      ['active', null],
    ]);
    expect((await desk.eventsOf(who, 'disability.subsidy.changed')).at(-1)).toMatchObject({ state: 'restored' });
    await desk.tell('person.death.revoked', who, { revokedOn: '2026-07-22', reason: '登记有误' });
    expect((await desk.eventsOf(who, 'disability.subsidy.changed')).filter((e) => e.state === 'restored')).toHaveLength(2);
  });
});

describe('比对到羁押：先暂停，核实后才停', () => {
  test('7月10日进去：8月起的暂停；另一个部门的数据不直接停发；核实属实的发到7月', async () => {
    const who = others.custody;
    await desk.tell('custody.started', who, { kind: 'sentence', startedOn: '2026-07-10', expectedEndOn: null });
    expect((await desk.awardsOf(who)).map((a) => a.state)).toEqual(['active', 'active']);
    await desk.payThrough('2026-08-20');
    expect((await desk.linesOf(who, '2026-09')).map((l) => [l.month, l.state])).toEqual(
      expect.arrayContaining([['2026-09', 'on-hold']]),
    );
    const clerkOfCounty = await api.staff('xian');
    const { rows } = await clerkOfCounty.get('/api/disability/comparisons');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      personName: '羁押己',
      effects: ['困难残疾人生活补贴发到2026年7月', '重度残疾人护理补贴发到2026年7月'],
    });
    const decision = { is: true, note: '看守所回函属实', requestId: requestId() };
    await clerkOfCounty.post(`/api/disability/comparisons/${rows[0].id}`, decision);
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.last_month, a.reason])).toEqual([
      ['ended', '2026-07', 'custody'],
      ['ended', '2026-07', 'custody'],
    ]);
    expect(
      (await clerkOfCounty.refused(`/api/disability/comparisons/${rows[0].id}`, { ...decision, requestId: requestId() })).message,
    ).toContain('已经处理过');
  });
});

describe('服刑结束以后', () => {
  test('还在里面的，申请不能批准；8月18日出来，从8月起重新享受，不因以前的服刑再停', async () => {
    const who = others.custody;
    const id = await desk.apply(desk.clerk, who);
    await desk.checked(id, who);
    expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toContain('不能批准');
    await desk.tell('custody.ended', who, { endedOn: '2026-08-18' });
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    await api.run();
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.from_month, a.last_month])).toEqual([
      ['ended', '2026-04', '2026-07'],
      ['ended', '2026-04', '2026-07'],
      ['active', '2026-08', null],
      ['active', '2026-08', null],
    ]);
  });
});

describe('E8：残疾人证有效期至2026年8月15日', () => {
  const renew = (who: Person, issuedOn: PlainDate) =>
    desk
      .work((tx) =>
        recordCertificate(tx, {
          personId: who.id,
          division: VILLAGE,
          certificate: {
            number: `${who.idNumber}41B`,
            category: 'physical',
            level: '1',
            issuedOn,
            validTo: '2036-10-19',
            state: 'valid',
          },
          idNumber: who.idNumber,
          since: issuedOn,
          source: '残联',
        }),
      )
      .then(api.run);
  test('到期前60天提醒一次；8月照发，9月起暂停，10月的名单里都是暂停', async () => {
    const who = others.expiring;
    const messages = (
      await api.owner.query(`select body from message where to_person_id = $1 and template = 'disability.expiring'`, [who.id])
    ).rows;
    expect(messages.map((m) => m.body)).toEqual(['您的残疾人证将于2026年8月15日到期，请及时换证，逾期将暂停发放。']);
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.suspended_from])).toEqual([
      ['suspended', '2026-09'],
      ['suspended', '2026-09'],
    ]);
    expect(await desk.eventsOf(who, 'disability.certificate.changed')).toMatchObject([
      { change: 'issued' },
      { change: 'expired' },
    ]);
    await desk.payThrough('2026-10-19');
    expect((await desk.linesOf(who, '2026-09')).map((l) => l.state)).toEqual(['on-hold', 'on-hold']);
    expect((await desk.linesOf(who, '2026-10')).map((l) => l.state)).toEqual(['on-hold', 'on-hold']);
  });
  test('10月20日换证：自动恢复一次；11月批次补9月、10月的470元，加11月235元；同一本证再来一次不重复', async () => {
    const who = others.expiring;
    await desk.payThrough('2026-10-20');
    await renew(who, '2026-10-20');
    await renew(who, '2026-10-20');
    expect((await desk.eventsOf(who, 'disability.subsidy.changed')).filter((e) => e.state === 'restored')).toHaveLength(2);
    const payable = (await desk.linesOf(who)).filter((l) => l.state === 'pending' && l.month >= '2026-09');
    expect(sum(payable.filter((l) => l.month < '2026-11'))).toBe(470_00);
    expect(sum(payable.filter((l) => l.month === '2026-11'))).toBe(235_00);
  });
});

describe('E4：转为特困', () => {
  test('6月确认、7月起：两项都发到6月；7月至10月照发的940元多发，只告知一次', async () => {
    const who = others.tekun;
    await desk.payThrough('2026-10-21');
    const groups = ['basic-living', 'disability-living', 'disability-nursing'];
    await desk.work((tx) =>
      leaveEntitlements(tx, {
        personId: who.id,
        lastMonth: '2026-06',
        reason: '转为特困人员救助供养',
        holdReason: '待重新核算',
        groups,
      }),
    );
    await desk.grant(who.id, 'tekun', groups, '2026-07');
    await desk.tell('tekun.award.changed', who, { toState: 'active', effectiveMonth: '2026-07' });
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.last_month, a.reason])).toEqual([
      ['ended', '2026-06', 'tekun'],
      ['ended', '2026-06', 'tekun'],
    ]);
    const overpaid = await desk.overpaidOf(who);
    expect(overpaid.map((o) => [o.programme, o.months, o.fen])).toEqual([
      ['disability-living', ['2026-07', '2026-08', '2026-09', '2026-10'], 440_00],
      ['disability-nursing', ['2026-07', '2026-08', '2026-09', '2026-10'], 500_00],
    ]);
    expect(overpaid.reduce((fen, o) => fen + o.fen, 0)).toBe(940_00);
    // 认定“重复享受”并确认后，每项告知一次，不在发现和确认时各说一遍。
    const decision = { ids: overpaid.map((o) => o.id), decision: 'confirm', classification: 'duplicate', requestId: requestId() };
    await (await api.staff('fuhe')).post('/api/adjustments/decide', decision);
    await api.run();
    expect((await desk.eventsOf(who, 'benefit.overpaid')).map((o) => [o.programme, o.amountFen, o.cause])).toEqual(
      expect.arrayContaining([
        ['disability-living', 440_00, 'duplicate'],
        ['disability-nursing', 500_00, 'duplicate'],
      ]),
    );
    await desk.tell('tekun.award.changed', who, { toState: 'active', effectiveMonth: '2026-07' });
    expect(await desk.eventsOf(who, 'benefit.overpaid')).toHaveLength(2);
    const ended = (await desk.eventsOf(who, 'disability.subsidy.changed')).filter((e) => e.state === 'ended');
    expect(ended).toHaveLength(2);
    expect(
      (
        await desk.clerk.refused('/api/cases', {
          itemId: 'DB-01',
          channel: 'window',
          form: desk.formFor(who),
          requestId: requestId(),
        })
      ).message,
    ).toContain('特困人员不重复享受残疾人两项补贴');
  });
});

describe('E8：12月1日才换证', () => {
  test('11月16日起终止，发到8月；12月换证后按新申请从12月起，前面的不补', async () => {
    const who = others.late;
    await desk.payThrough('2026-11-16');
    expect((await desk.awardsOf(who)).map((a) => [a.state, a.last_month, a.reason])).toEqual([
      ['ended', '2026-08', 'certificate-expired'],
      ['ended', '2026-08', 'certificate-expired'],
    ]);
    await desk.payThrough('2026-12-01');
    const id = await desk.apply(
      desk.clerk,
      who,
      { wanted: undefined, change: 'renewed', certificateNumber: `${who.idNumber}41B`, account: undefined },
      'DB-06',
    );
    await desk.checked(id, who, { number: `${who.idNumber}41B`, issuedOn: '2026-12-01', validTo: '2036-11-30' });
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    expect((await desk.awardsOf(who)).filter((a) => a.state === 'active').map((a) => [a.kind, a.from_month])).toEqual([
      ['living', '2026-12'],
      ['nursing', '2026-12'],
    ]);
    await desk.payThrough('2026-12-20');
    const after = (await desk.linesOf(who)).filter((l) => l.month > '2026-08' && l.state !== 'on-hold');
    expect(after.map((l) => l.month)).toEqual(['2026-12', '2026-12', '2027-01', '2027-01']);
  });
});
