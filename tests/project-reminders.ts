/** 提醒 of projects: what nobody reports, what does not fit. After the months of `project-progress.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import { plusDays } from '../src/kernel/calendar/index.ts';
import { requestId } from './api.ts';
import { api, bring, change, city, county, file, HOME, home, month, report, township, wan } from './project-desk.ts';

export function reminders(): void {
  describe('提醒', () => {
    const stale = async () =>
      (
        await api.owner.query(
          `select title, body, to_performer, division from message where template in ('project.stale', 'project.never') order by created_at, id`,
        )
      ).rows;

    test('进库60日从未报过的：每县一条消息写几个；报过又停了60日的：逐个写第几日，只写一次', async () => {
      const told = await stale();
      const county = told.filter((m: { division: string }) => m.division === '421202000000');
      expect(county).toHaveLength(1);
      expect(county[0].body).toMatch(/^咸安区有\d+个项目进库60日以上还没有报过进度/);
      const { updatedOn } = (await file(home)).project;
      await api.moveTo(plusDays(updatedOn, 60));
      await api.moveTo('2026-12-31', { every: 31 });
      const [message, ...more] = (await stale()).filter((m: { body: string }) => m.body.startsWith(HOME));
      expect(more).toEqual([]);
      expect(message).toMatchObject({ to_performer: 'county-clerk', body: `${HOME}已60日未更新进度。` });
      expect(updatedOn < '2026-11-03').toBe(true);
      expect((await city.get('/api/projects?alarm=stale')).rows.map((r: { name: string }) => r.name)).toContain(HOME);
    });

    test('支付比例比阶段权重多20个百分点：正好20不提醒，再多一分提醒，写明两个数', async () => {
      // 招标权重40：520万元的60%是312万元
      const paid = (fen: number) => ({
        month: '2026-12',
        stage: 'tender',
        invested: wan(400),
        money: [
          { source: 'province', arrived: wan(300), paid: wan(300) },
          { source: 'lottery-county', arrived: wan(100), paid: fen },
        ],
      });
      await report(home, paid(wan(12)));
      expect((await file(home)).alarms).toEqual([]);
      await county.post(`/api/projects/${home}/corrections`, month({ ...paid(wan(12) + 1), correction: '补记一分钱' }));
      expect((await file(home)).alarms).toMatchObject([
        { alarm: 'paid', says: '已支付60.0%，招标的进度按40%算，相差超过20个百分点' },
      ]);
    });

    test('单价疑点：每个的投资大于同类中位数5倍或小于五分之一，写明两个数；按全市的中位数，不按一个县的', async () => {
      const { rows, sums } = await city.get('/api/projects?alarm=price');
      expect(sums.rows).toBeGreaterThan(0);
      const { rows: medians } = await api.owner.query('select category, subcategory, median_fen from project_price');
      for (const row of rows) {
        const median = Number(
          medians.find(
            (m: { category: string; subcategory: string }) => m.category === row.category && m.subcategory === row.subcategory,
          ).median_fen,
        );
        const each = row.investmentFen / row.units;
        expect([row.name, each > 5 * median || each * 5 < median]).toEqual([row.name, true]);
      }
      expect((await file(rows[0].id, city)).alarms.find((a: { alarm: string }) => a.alarm === 'price').says).toContain(
        '同类中位数',
      );
    });

    test('疑似重复：同类里同名的两行都提醒，不由机器合并', async () => {
      const { rows, sums } = await city.get('/api/projects?alarm=duplicate');
      expect([sums.rows, new Set(rows.map((r: { name: string }) => r.name)).size]).toEqual([2, 1]);
    });

    test('市里督促：县里的项目专干收到一条消息，经过里有记录', async () => {
      await city.post(`/api/projects/${home}/urge`, { reason: '请尽快开工', requestId: requestId() });
      const { items } = await county.get('/api/messages');
      expect(items[0]).toMatchObject({ title: '市里督促项目进度', body: `${HOME}：请尽快开工` });
      expect((await file(home)).steps.at(-1)).toMatchObject({ kindZh: '督促', reason: '请尽快开工' });
    });
  });
}

/** Another file of the printed table: what has begun goes on. */
export function otherTables(): void {
  test('另传一份改过的明细表：项目还是那个项目，月报和经过都在；计划过资金的，按原来的数推进，印出的是新的', async () => {
    const changed = Buffer.from(
      annexFile('detail').toString('utf8').replace(`${HOME},咸宁市咸安区,490,`, `${HOME},咸宁市咸安区,495,`),
    );
    expect(changed.equals(annexFile('detail'))).toBe(false);
    await bring('detail', changed);
    const { project, reports } = await file(home);
    expect(project).toMatchObject({ stageZh: '招标', investmentFen: wan(495), workingFen: wan(520) });
    expect(reports.length).toBeGreaterThan(4);
    expect((await city.get('/api/projects')).sums.rows).toBe(331);
  });

  test('地点改到村里：月报、资金、经过跟着走，乡镇照样看得到', async () => {
    const confirmed = await change(home, 'confirmation', { division: '421202100001', units: 1 });
    expect(confirmed.status).toBe(200);
    for (const table of ['project_report', 'project_report_money', 'project_step', 'project_funding'])
      expect((await api.owner.query(`select distinct division from ${table} where project_id = $1`, [home])).rows, table).toEqual(
        [{ division: '421202100001' }],
      );
    expect((await file(home, township)).reports.length).toBeGreaterThan(4);
  });

  test('新的明细表里改了名、没有了的项目：已有的进度还看得到，单独列出，不算在现行表里', async () => {
    const renamed = Buffer.from(annexFile('detail').toString('utf8').replace(`,${HOME},`, `,${HOME}（二期）,`));
    await bring('detail', renamed);
    expect((await city.get('/api/projects/figures')).open.dropped).toBe(1);
    const { rows, sums } = await city.get('/api/projects?dropped=1');
    expect([sums.rows, rows[0].name, rows[0].stageZh]).toEqual([1, HOME, '招标']);
    expect((await city.get('/api/projects')).sums.rows).toBe(331);
    expect((await file(home)).reports.length).toBeGreaterThan(4);
  });
}
