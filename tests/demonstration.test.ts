/** The demonstration city as a newcomer finds it: every desk has work, every story rests where it should. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stories, storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import { playStories } from '../src/domains/social-assistance/demonstration/play.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
const START = { day: '2026-09-01', instant: '2026-09-01T09:00:00+08:00' } as const;
const play = () =>
  playStories(
    {
      context: api.context,
      filesDir: api.filesDir,
      moveTo: (instant) => api.clock.set(new Date(instant).toISOString()),
      runDue: api.run,
    },
    START,
  );

const everything = async () =>
  (
    await api.owner.query(`select (select count(*)::int from service_case) as cases, (select count(*)::int from case_event) as events, (select count(*)::int from payment_line) as lines,
      (select count(*)::int from issued_document) as documents, (select count(*)::int from entitlement) as entitlements, (select count(*)::int from public_notice) as notices, (select count(*)::int from objection) as objections`)
  ).rows[0];

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  await api.register(...stories);
  await play();
});
afterAll(() => api?.stop());

describe('演示城市', () => {
  test('每个故事停在它该停的地方', async () => {
    const { rows } = await api.owner.query(
      'select s.key, c.state from demonstration_story s left join service_case c on c.applicant_person_id = s.person_id or c.agent_person_id = s.person_id order by s.position',
    );
    expect(Object.fromEntries(rows.map((r: { key: string; state: string | null }) => [r.key, r.state]))).toEqual(
      Object.fromEntries(stories.map((s) => [s.key, s.rest])),
    );
    expect(api.errors).toEqual([]);
  });

  test('每个岗位的待办里都有事，没有一件已经超期', async () => {
    const desks = ['xiang', 'xianghe', 'cun', 'hedui', 'queren', 'jiayu'];
    for (const login of desks) {
      const browser = await api.staff(login);
      expect((await browser.get('/api/cases?view=mine')).rows.length, login).toBeGreaterThan(0);
    }
    const city = await api.staff('shi');
    const { rows } = await city.get('/api/cases?view=all');
    expect(
      rows
        .filter((r: { light: string }) => r.light === 'overdue')
        .map((r: { applicantName: string; stateZh: string; dueOn: string }) => [r.applicantName, r.stateZh, r.dueOn]),
    ).toEqual([]);
  });

  test('七、八月已发放；八月退一笔，原因户名不符；九月的名单等乡镇确认', async () => {
    const finance = await api.staff('caiwu');
    const { rows } = await finance.get('/api/batches');
    expect(
      rows.map((b: { month: string; state: string; sumFen: number; lineCount: number }) => [
        b.month,
        b.state,
        b.lineCount,
        b.sumFen,
      ]),
    ).toEqual([
      ['2026-09', 'checking', 2, 1880_00],
      ['2026-08', 'reconciled', 2, 1880_00],
      ['2026-07', 'reconciled', 1, 1220_00],
    ]);
    const august = rows.find((b: { month: string }) => b.month === '2026-08');
    expect((await finance.get(`/api/batches/${august.id}/lines?state=returned`)).rows).toMatchObject([
      { personName: '周桂英', amountFen: 660_00, returnReason: '户名不符' },
    ]);
    const paid = await api.resident(storyOf('paid'));
    expect(
      (await paid.get('/api/persons/me/payments')).rows.map((p: { month: string; state: string }) => [p.month, p.state]),
    ).toEqual([
      ['2026-09', 'pending'],
      ['2026-08', 'paid'],
      ['2026-07', 'paid'],
    ]);
  });

  test('登录页列出二十个故事；税务停机那户的查询写明没有反馈', async () => {
    const { residents } = await api.visitor().get('/api/demo/accounts');
    expect(residents.map((r: { story: string }) => r.story)).toEqual(stories.map((s) => s.title));
    const checker = await api.staff('hedui');
    const [row] = (await checker.get('/api/cases?view=mine&state=checking')).rows;
    const { verification } = (await checker.case(row.id)).sections;
    expect(verification.answers).toMatchObject({ answered: 6, asked: 9 });
  });

  test('建立到一半被中断：再来一次，什么也不会重复', async () => {
    const before = await everything();
    await play();
    expect(await everything()).toEqual(before);
  });
});
