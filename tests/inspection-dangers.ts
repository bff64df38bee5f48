/** 隐患 from the check that found them to the closing, and 信用修复: after the checks of `inspection.test.ts`, on the same server. */
import { describe, expect, test } from 'vitest';
import { mayAdmit } from '../src/domains/elderly-care-institutions/supervision/kind.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import type { Browser } from './api.ts';
import { API, api, city, county, draws, head, homes, leader, logins, photo } from './inspection-desk.ts';

export function dangers(): void {
  describe('隐患', () => {
    let id: string;
    const danger = (by = county) => by.get(`${API}/dangers/${id}`);
    const step = async (by: Browser, what: string, input: object) =>
      by.post(`${API}/dangers/${id}/${what}`, { version: await version(), ...input });
    const refusedStep = async (by: Browser, what: string, input: object) =>
      by.refused(`${API}/dangers/${id}/${what}`, { version: await version(), ...input });
    const version = async () =>
      Number((await api.owner.query('select version from hidden_danger where id = $1', [id])).rows[0].version);
    const admits = (key: string) => api.context.read(systemActor('t', api.context.city), (tx) => mayAdmit(tx, homes.get(key)!));

    test('检查发现的安全出口上锁：县级定为重大，60日；市里收到，机构停止新收住，信用扣15分', async () => {
      id = (await county.get(`${API}/dangers`)).rows[0].id;
      expect((await admits('01')).ok).toBe(true);
      expect(await step(county, 'grading', { grade: 'major', measures: '立即打开，封闭东侧区域，3日内交方案' })).toEqual({
        dueOn: '2026-11-05',
      });
      expect(await admits('01')).toMatchObject({ ok: false, code: 'CARE_ADMISSION_STOPPED' });
      expect((await admits('02')).ok).toBe(true);
      const standing = await county.get(`${API}/standings/${homes.get('01')}`);
      expect(standing.entries).toMatchObject([{ reasonZh: '发现重大隐患', points: -15 }]);
      expect(standing).toMatchObject({ points: 74, riskClass: 'C' });
    });

    test('整改要在原处新拍照片；上报的人不能复查；退回的期限不变；销号以后恢复收住', async () => {
      const same = await photo(head);
      await step(head, 'rectification', { note: '拆除挂锁，改装推杆锁。', photo: same });
      expect(await danger()).toMatchObject({ stateZh: '待复查', reviewBy: '2026-09-11' });
      const { reportedName } = await danger();
      expect(
        await refusedStep(await api.staff(logins.get(reportedName)!), 'review', { verdict: 'close', note: '已经打开。' }),
      ).toMatchObject({
        message: '复查人不得为上报人。',
      });
      await step(county, 'review', { verdict: 'return', note: '门前还堆着轮椅。' });
      expect(await danger()).toMatchObject({ stateZh: '整改中', dueOn: '2026-11-05' });
      expect(await refusedStep(head, 'rectification', { note: '轮椅已经搬走。', photo: same })).toMatchObject({
        code: 'DANGER_PHOTO_USED',
      });
      await step(head, 'rectification', { note: '轮椅已经搬走。', photo: await photo(head) });
      await step(county, 'review', { verdict: 'close', note: '现场打开，通道清空。' });
      expect((await admits('01')).ok).toBe(true);
      expect((await danger()).steps.map((s: { zh: string }) => s.zh)).toEqual([
        '上报',
        '定级交办',
        '申请销号',
        '复查退回',
        '申请销号',
        '销号',
      ]);
    });

    test('90日内同一处又锁上：反弹，至少还是重大', async () => {
      await api.moveTo('2026-09-20');
      const first = await danger();
      const again = await county.post(`${API}/dangers`, {
        objectId: homes.get('01'),
        source: 'patrol',
        rule: first.rule,
        place: first.place,
        note: '巡查又见上锁',
        suggested: 'general',
        photo: await photo(county),
      });
      id = again.id;
      expect((await danger()).rebound).toBe(true);
      expect(await refusedStep(county, 'grading', { grade: 'larger', measures: '马上打开' })).toMatchObject({
        message: '90日内销过号又出现的，至少定为“重大”。',
      });
      await step(county, 'grading', { grade: 'major', measures: '马上打开' });
      await step(head, 'rectification', { note: '已经打开，换了门。', photo: await photo(head) });
      // Whoever reported may not close, even as the office: somebody else of it does.
      expect(await refusedStep(county, 'review', { verdict: 'close', note: '已经打开。' })).toMatchObject({
        code: 'DANGER_OWN_HAND',
      });
      await step(city, 'review', { verdict: 'close', note: '现场看过，已经打开。' });
    });

    test('机构自查的一般隐患：9月20日（周日）发现，到10月5日，假期不顺延；到期前3日提醒；到期前可以延一次，最多7日', async () => {
      id = (
        await head.post(`${API}/own-dangers`, {
          rule: '灭火器压力不足',
          place: '二楼走廊',
          note: '两具指针在红区',
          suggested: 'general',
          photo: await photo(head),
        })
      ).id;
      expect(await step(county, 'grading', { grade: 'general', measures: '更换灭火器' })).toEqual({ dueOn: '2026-10-05' });
      expect(await refusedStep(head, 'extension', { days: 8, reason: '供货的假期后才到' })).toMatchObject({
        code: 'DANGER_EXTENSION_LONG',
      });
      await step(head, 'extension', { days: 7, reason: '供货的假期后才到' });
      await step(leader, 'extension-decision', { decision: 'granted', note: '先借两具顶用。' });
      expect(await danger()).toMatchObject({ dueOn: '2026-10-12', extensionZh: '已延期' });
      expect(await refusedStep(head, 'extension', { days: 3, reason: '供货的又推迟了三天' })).toMatchObject({
        code: 'DANGER_EXTENDED',
      });
    });

    test('逾期1天市里知道，7天上公开名单、扣2分，30天转立案；每一步只做一次', async () => {
      await api.moveTo('2026-10-12');
      expect(await danger()).toMatchObject({ daysLate: 0, overdueZh: null });
      await api.moveTo('2026-10-13');
      expect(await danger()).toMatchObject({ daysLate: 1, overdueZh: '已报市级' });
      await api.moveTo('2026-10-19');
      await api.run();
      expect((await danger()).overdueZh).toBe('列入公开名单');
      const { entries } = await county.get(`${API}/standings/${homes.get('01')}`);
      expect(entries.filter((e: { reasonZh: string }) => e.reasonZh === '一般隐患逾期满一周')).toHaveLength(1);
      await api.moveTo('2026-11-11');
      expect((await danger()).overdueZh).toBe('转立案');
      const late = await api.owner.query(
        `select (payload->>'daysLate')::int as days from domain_event where type = 'danger.deadline.missed' order by seq`,
      );
      expect(late.rows.map((r) => r.days)).toEqual([1, 7, 30]);
    });

    test('到9月30日没有查过的，四季度列入检查，不经抽取，由县里派人；查过的不列', async () => {
      const open = (await county.get(`${API}/tasks?state=open`)).rows.filter(
        (t: { causeZh: string }) => t.causeZh === '年度全覆盖',
      );
      const names = open.map((t: { objectName: string }) => t.objectName);
      expect(names).toContain('温泉康乐养老公寓');
      expect(names).not.toContain('咸安区社会福利院');
      expect(new Set(names).size).toBe(names.length);
      const [one, two] = (await draws()).inspectors;
      const first = open[0];
      await county.post(`${API}/tasks/${first.id}/pair`, { version: 1, lead: one.id, second: two.id });
      expect((await county.get(`${API}/tasks/${first.id}`)).stateZh).toBe('待检查');
    });
  });

  describe('信用修复', () => {
    test('满3个月以后机构申请，县级20个工作日内决定；同意的补回分数，原来的记录还在', async () => {
      const own = await head.get(`${API}/standings/own`);
      const entry = own.entries.find((e: { points: number }) => e.points === -15);
      expect(await head.refused(`${API}/credit/${entry.id}/repair`, { done: '换了推杆锁，全员培训过。' })).toMatchObject({
        code: 'CARE_REPAIR_EARLY',
      });
      await api.moveTo('2026-12-21');
      const before = (await head.get(`${API}/standings/own`)).points;
      const { id } = await head.post(`${API}/credit/${entry.id}/repair`, { done: '换了推杆锁，全员培训过。' });
      expect(await head.refused(`${API}/credit/${entry.id}/repair`, { done: '换了推杆锁，全员培训过。' })).toMatchObject({
        code: 'CARE_REPAIR_TWICE',
      });
      await leader.post(`${API}/repairs/${id}/decision`, { decision: 'granted', opinion: '复查三次都到位。' });
      const after = await head.get(`${API}/standings/own`);
      expect(after.points - before).toBe(15);
      expect(after.entries.filter((e: { points: number }) => Math.abs(e.points) === 15).length).toBeGreaterThanOrEqual(2);
    });
  });
}
