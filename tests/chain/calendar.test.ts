/** The yearly list of holidays: entered once by the administrator, counted by every open case from then on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { daysOfNotice } from '../../src/kernel/calendar/index.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

const NOTICE = `一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月13日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假，共1天。
六、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。`;

describe('从通知正文读出日子', () => {
  const days = daysOfNotice(NOTICE, 2027);
  const of = (name: string, kind: string) => days.filter((d) => d.name === name && d.kind === kind).map((d) => d.date);
  test('起止、同月省略、括号里的说明、上班的日子都读得对', () => {
    expect(of('元旦', 'holiday')).toEqual(['2027-01-01', '2027-01-02', '2027-01-03']);
    expect(of('春节', 'holiday')).toHaveLength(7);
    expect(of('春节', 'workday')).toEqual(['2027-01-31', '2027-02-13']);
    expect(of('端午节', 'holiday')).toEqual(['2027-06-09']);
    expect(of('国庆节', 'workday')).toEqual(['2027-09-26', '2027-10-09']);
  });
  test('跨月的、没有的日子、不是节日的话', () => {
    expect(daysOfNotice('劳动节：4月30日至5月2日放假。', 2027).map((d) => d.date)).toEqual([
      '2027-04-30',
      '2027-05-01',
      '2027-05-02',
    ]);
    expect(daysOfNotice('元旦：2月30日放假。', 2027)).toEqual([]);
    expect(daysOfNotice('各地区、各部门要妥善安排好值班和安全、保卫等工作。', 2027)).toEqual([]);
  });
});

describe('录入2027年', () => {
  let api: Api;
  let admin: Browser;
  let id: string;
  const send = (given: Record<string, unknown> = {}) =>
    admin.call('POST', '/api/calendar', {
      ...{
        year: 2027,
        source: '国务院办公厅关于2027年部分节假日安排的通知',
        provisional: false,
        days: daysOfNotice(NOTICE, 2027),
      },
      ...given,
    });

  beforeAll(async () => {
    api = await startApi({ start: '2026-12-21' });
    await api.register(storyOf('returned'));
    id = await carry(api, storyOf('returned'), 'surveying');
    admin = await api.staff('xitong');
  });
  afterAll(() => api?.stop());

  test('城市包的年份已在库里，2027年是暂定；按它算出的日子标着暂定', async () => {
    const { rows } = await admin.get('/api/calendar');
    expect(
      rows.filter((r: { date: string }) => r.date.startsWith('2027')).every((r: { provisional: boolean }) => r.provisional),
    ).toBe(true);
    const kase = await (await api.staff('xiang')).case(id);
    expect(kase.clocks.at(-1)).toMatchObject({ provisional: true });
  });

  test('只有系统管理员能录；缺法定节日、平日当调休、别年的日子都退回，说是哪一天', async () => {
    const clerk = await api.staff('xiang');
    expect((await clerk.call('POST', '/api/calendar', {})).status).toBe(403);
    const days = daysOfNotice(NOTICE, 2027);
    const short = await send({ days: days.filter((d) => d.date !== '2027-10-02') });
    expect(short.body.error).toMatchObject({
      code: 'CALENDAR_DAYS',
      fields: [{ path: 'days', message: '缺少法定放假的2027-10-02' }],
    });
    const weekday = await send({ days: [...days, { date: '2027-03-01', kind: 'workday', name: '春节' }] });
    expect(weekday.body.error.message).toContain('2027-03-01不是周末');
    expect((await send({ year: 2025 })).body.error.code).toBe('CALENDAR_PAST');
  });

  test('录入以后：在办件的到期日重算，办理经过里写着由哪天改到哪天，不再是暂定；再录一次什么也不变', async () => {
    const officer = await api.staff('xiang');
    const before = await officer.case(id);
    expect((await send()).status).toBe(200);
    await api.run();
    expect(api.errors).toEqual([]);
    const after = await officer.case(id);
    const total = api.context.calendar.addWorkdays(before.acceptedOn!, 30, before.division);
    expect(after.totalDueOn).toBe(total);
    // 1月31日（周日）改为上班，早一天到期
    expect([before.totalDueOn, after.totalDueOn]).toEqual(['2027-02-02', '2027-02-01']);
    expect(after.events.at(-1)).toMatchObject({ zh: '重算到期日', fromZh: after.stateZh, toZh: after.stateZh });
    expect(after.events.at(-1)!.opinion).toContain('2027年放假安排有变动');
    expect(after.clocks.at(-1)).toMatchObject({ provisional: false, dueOn: after.totalDueOn });
    const { rows } = await api.owner.query(
      `select count(*)::int as n from audit_log where action = 'calendar.changed' and detail->>'source' like '国务院办公厅关于2027年%'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await send();
    await api.run();
    expect((await officer.case(id)).version).toBe(after.version);
  });

  test('没有录入的年份：不猜，答复指到“节假日”', async () => {
    expect(() => api.context.calendar.addWorkdays('2027-12-30', 5)).toThrow('2028年的放假安排尚未录入');
    const next = await send({
      year: 2028,
      provisional: true,
      source: '法定固定日期',
      days: daysOfNotice('元旦：1月1日放假。\n劳动节：5月1日至2日放假。\n国庆节：10月1日至3日放假。', 2028),
    });
    expect(next.status).toBe(200);
    expect(api.context.calendar.isProvisional('2027-12-30', '2028-01-05')).toBe(true);
  });
});
