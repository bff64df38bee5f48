/** 期限、提醒 and the figures of punctuality: after the months of `statistics.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import type { SheetView } from '../src/domains/planning-statistics/statistics/content.ts';
import { addParameter } from '../src/kernel/policy/server.ts';
import { api, by, CITY, cell, FORM, PERIOD, sheet, system, TINGSI } from './statistics-desk.ts';

export function deadlines(): void {
  describe('期限、提醒', () => {
    test('到期前两个工作日提醒一次，逾期第一天告知本单位和上级；同一天再跑一遍不重复', async () => {
      await api.context.write(system(), (tx) =>
        tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at)
          select form, '2026-09', form_version, division, units, ${tx.now} from stat_period where form = ${FORM} and period = ${PERIOD}`),
      );
      // 9月的报表：10月5日在国庆假期里，前一个工作日9月30日不在期后，移到10月8日
      const told = async (login: string, word: string) =>
        (await by(login).get('/api/messages')).items.filter(
          (m: { body: string }) => m.body.includes('2026年9月') && m.body.includes(word),
        ).length;
      await api.moveTo('2026-10-08');
      expect(await told('xiang', '应于2026年10月8日前报送。')).toBe(1);
      await api.moveTo('2026-10-09');
      await api.run();
      // 一个县的乡镇逾期，县里只收一条，不是一镇一条
      expect([await told('xiang', '已逾期1日'), await told('xian', '个单位没有报')]).toEqual([1, 1]);
      const own = (await by('xiang').get('/api/statistics')).periods.find((p: { period: string }) => p.period === '2026-09').own;
      expect(own).toMatchObject({ state: 'empty', due: '2026-10-08', late: 1 });
    });

    test('审计看得到各级的报表和经过，什么也办不了', async () => {
      const { periods } = await by('shenji').get('/api/statistics');
      expect(periods.find((p: { period: string }) => p.period === PERIOD).own.stateZh).toBe('已锁定');
      const view = await sheet('shenji', TINGSI);
      expect([view.save, view.offers, view.steps.length > 5]).toEqual([false, [], true]);
      expect((await by('shenji').call('POST', '/api/statistics/sheet', {})).status).toBe(403);
    });

    test('按时报送率：8月的乡镇、县都在期限内报了；9月的一个也没有报', async () => {
      const rate = async (login: string, month: string) =>
        (await by(login).get(`/api/indicators?board=statistics&month=${month}`)).indicators[0];
      expect((await rate('shi', '2026-09')).total).toMatchObject({ num: 5, den: 5, text: '100.0%', verdict: 'reached' });
      expect((await rate('xian', '2026-10')).total).toMatchObject({ num: 0, verdict: 'missed' });
      const { rows } = await by('xian').get('/api/indicators/reports-on-time?month=2026-09');
      expect(rows.map((r: { name: string; says: string }) => `${r.name}，${r.says}`)).toContain(
        '汀泗桥镇：社会救助月报2026年8月，应于2026-09-04前报送，2026-09-01报',
      );
      expect((await by('xianghe').get('/api/indicators?board=statistics')).indicators).toEqual([]);
    });

    test('退回率越低越好：9月报出的有几次被退回，超过5%就没有达到；点开看得到退回的理由，“没有做到的”就是退回的', async () => {
      const { indicators } = await by('shi').get('/api/indicators?board=statistics&month=2026-09');
      const rate = indicators.find((i: { key: string }) => i.key === 'reports-returned');
      expect(rate).toMatchObject({ better: 'lower', targetText: '不超过5%', total: { verdict: 'missed' } });
      expect(rate.total.num).toBeGreaterThan(0);
      expect(rate.total.den).toBeGreaterThan(rate.total.num);
      const { rows } = await by('shi').get('/api/indicators/reports-returned?month=2026-09&only=missed');
      expect(rows).toHaveLength(rate.total.num);
      expect(rows.map((r: { says: string }) => r.says)).toContain('2026-09-01报，被退回：请核对本月新增的低保户');
      // 10月还没有人报：没有可算的，不是达到
      const later = (await by('shi').get('/api/indicators?board=statistics&month=2026-10')).indicators[1];
      expect(later.total).toMatchObject({ den: 0, verdict: 'none' });
    });

    test('减负监测：没有打开就什么也不列；打开以后，催报和退回算县里要的，报表算市里要的，乡镇看不到', async () => {
      expect(await by('xian').get('/api/statistics/asked')).toEqual({ months: [], rows: [] });
      await api.context.write(system(), async (tx) => {
        const source = { source: '市民政局减负工作安排', nature: 'assumption', note: '' } as const;
        const days = { validFrom: tx.today, validTo: null } as const;
        await addParameter(tx, { key: 'BRANCH-MONITOR', division: CITY, value: '1', unit: 'switch', ...days, ...source });
      });
      const { months, rows } = await by('xian').get('/api/statistics/asked');
      expect(months.at(-1)).toBe('2026-10');
      const of = (name: string) => rows.find((row: { issuerName: string }) => row.issuerName === name);
      const september = months.indexOf('2026-09');
      const known = await api.owner.query(
        `select (select count(*)::int from stat_call where kind = 'urged' and division like '421202%' and division not like '%000000')
          + (select count(*)::int from stat_step where action = 'sendBack' and division like '421202%' and division not like '%000000') as n`,
      );
      expect(known.rows[0].n).toBeGreaterThan(0);
      expect(of('咸安区').counts[september]).toBe(known.rows[0].n);
      expect([of('咸安区').mine, of('咸宁市').mine]).toEqual([true, false]);
      expect(of('咸宁市').counts[september]).toBeGreaterThan(0);
      expect((await by('xiang').call('GET', '/api/statistics/asked')).status).toBe(403);
    });

    test('第二个月：上期的数在旁边，变动超过30%的要说明', async () => {
      const view: SheetView = await by('xiang').get(`/api/statistics/sheet?form=${FORM}&period=2026-09&unit=${TINGSI}`);
      expect(cell(view, 'c102')).toMatchObject({ before: '2', typed: '1' });
      expect(view.findings.filter((f) => f.check === 'S07').map((f) => [f.cells[0], f.kind])).toEqual([['c102', 'note']]);
    });

    test('节假日改了，期限跟着改：9月4日改成放假，8月的报表移到9月3日', async () => {
      const due = async () =>
        (await by('xiang').get('/api/statistics')).periods.find((p: { period: string }) => p.period === PERIOD).own.due;
      expect(await due()).toBe('2026-09-04');
      const admin = await api.staff('xitong');
      const days = (await admin.get('/api/calendar')).rows
        .filter((d: { date: string }) => d.date.startsWith('2026'))
        .map(({ date, kind, name }: { date: string; kind: string; name: string }) => ({ date, kind, name }));
      const list = { year: 2026, source: '省政府办公厅关于临时放假的通知', provisional: false };
      await admin.post('/api/calendar', { ...list, days: [...days, { date: '2026-09-04', kind: 'holiday', name: '临时放假' }] });
      expect(await due()).toBe('2026-09-03');
    });
  });
}
