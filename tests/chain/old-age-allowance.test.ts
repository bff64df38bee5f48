/** 高龄津贴: nobody applies; the village sees the person, the township checks, the county decides; drawn by the month until death, a move, a missed check. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthAfter, monthOf } from '../../src/kernel/calendar/index.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Elder, elderDesk } from '../elders.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof elderDesk>>;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await elderDesk(api);
  village = await api.staff('cun');
});
afterAll(() => api?.stop());

const account = (who: Elder) => ({ bank: '咸宁农商银行', number: `6217000000${who.idNumber.slice(-7, -1)}`, holder: who.name });
const proposed = async (who: Elder): Promise<string | null> =>
  (await api.owner.query(`select id from service_case where applicant_person_id = $1 and item_id = 'EL-02'`, [who.id])).rows[0]
    ?.id ?? null;
const linesOf = async (who: Elder): Promise<{ month: string; fen: number; state: string }[]> =>
  (
    await api.owner.query(
      `select l.month, l.amount_fen::int as fen, l.state from payment_line l where l.person_id = $1 and l.programme = 'old-age-allowance' and l.state <> 'ended' order by l.month`,
      [who.id],
    )
  ).rows;
const awardOf = async (who: Elder) =>
  (
    await api.owner.query(
      'select state, amount_fen::int as fen, from_month, last_month, suspended_from, division, check_due_on::text from old_age_award where person_id = $1 order by from_month',
      [who.id],
    )
  ).rows;
const told = async (who: Elder) =>
  (
    await api.owner.query(
      `select payload from domain_event where subject_id = $1 and type = 'elder.allowance.changed' order by seq`,
      [who.id],
    )
  ).rows.map((row) => row.payload);

/** To a day, with the list of every month on the way; what is on one by the 28th is paid. */
async function payThrough(day: PlainDate): Promise<void> {
  while (api.clock.today() < day) {
    const today = api.clock.today();
    const month = today < `${monthOf(today)}-28` ? monthOf(today) : monthAfter(today);
    const payDay = `${month}-28` as PlainDate;
    await api.jumpTo(payDay < day ? payDay : day);
    if (api.clock.today() === payDay)
      await api.owner.query(
        `update payment_line set state = 'paid', paid_on = $1 where programme = 'old-age-allowance' and state = 'pending'`,
        [payDay],
      );
  }
}

async function granted(who: Elder): Promise<string> {
  const id = (await proposed(who))!;
  await village.act(id, 'confirm', { seen: 'home', account: account(who), opinion: '本人身份、账户属实。' });
  await desk.clerk.act(id, 'pass', { opinion: '户籍属实。' });
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  await api.run();
  return id;
}

test('生日前30天系统提出，村里要上门；三个人分别办；从满80的那个月起每月50元，公示名单没有金额以外的事', async () => {
  const wang = await desk.elder('王德顺', { birthDate: '1946-05-31' });
  await api.moveTo('2026-04-30');
  expect(await proposed(wang)).toBeNull();
  await api.moveTo('2026-05-01');
  const id = (await proposed(wang))!;
  expect(await village.case(id)).toMatchObject({ state: 'confirming', applicantName: '王德顺' });
  const walk = await village.get('/api/visits');
  expect(walk.stops.find((stop: { name: string }) => stop.name === '王德顺').tasks).toMatchObject([{ zh: '核实高龄津贴' }]);
  expect((await village.actRefused(id, 'confirm', { seen: 'home', opinion: '属实。' })).fields).toMatchObject([
    { path: 'account' },
  ]);
  await granted(wang);
  expect(await awardOf(wang)).toMatchObject([{ state: 'active', fen: 50_00, from_month: '2026-05', check_due_on: '2027-05-01' }]);
  expect(await told(wang)).toEqual([
    {
      personId: wang.id,
      programme: 'HAA',
      kind: 'age',
      from: '2026-05',
      to: null,
      amountFen: 50_00,
      month: '2026-05',
      reason: 'granted',
    },
  ]);
  const notices = await api.owner.query(
    'select text, amount_fen::int as fen, applicant_masked from public_notice where case_id = $1',
    [id],
  );
  expect(notices.rows).toMatchObject([{ text: '享受高龄津贴', fen: 50_00 }]);
});

test('W5：2026年11月3日去世：5月到11月7个月共350元，12月不发；12月已经发出的，多发50元待追回', async () => {
  const wang = { ...(await desk.elder('王福田', { birthDate: '1946-05-31' })) };
  const late = await desk.elder('吴有福', { birthDate: '1946-05-31' });
  await api.moveTo('2026-05-02');
  await granted(wang);
  await granted(late);
  await payThrough('2026-11-20');
  await desk.died(wang, '2026-11-03');
  await payThrough('2026-12-05');
  const paid = (await linesOf(wang)).filter((line) => line.state === 'paid');
  expect(paid.map((line) => line.month)).toEqual(['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11']);
  expect(paid.reduce((sum, line) => sum + line.fen, 0)).toBe(350_00);
  expect(await awardOf(wang)).toMatchObject([{ state: 'ended', last_month: '2026-11' }]);
  expect((await told(wang)).at(-1)).toMatchObject({ to: '2026-11', month: '2026-12', reason: 'death' });
  // 家里瞒到年底才报：12月已经发了
  await desk.died(late, '2026-11-03');
  const { rows } = await api.owner.query(
    `select a.amount_fen::int as fen, (select array_agg(m.month) from payment_adjustment_month m where m.adjustment_id = a.id) as months
      from payment_adjustment a where a.person_id = $1 and a.direction = 'recovery' and a.state = 'proposed'`,
    [late.id],
  );
  expect(rows).toEqual([{ fen: 50_00, months: ['2026-12'] }]);

  // 待遇差错率（I-19）：确认以前不算差错，确认多发以后这一笔算一笔，打开写明多发多少
  await api.owner.query(
    "update payment_line set state = 'paid', paid_on = '2026-12-05' where month = '2026-12' and state in ('sent', 'pending')",
  );
  const county = await api.staff('xian');
  const errors = async () => {
    const { indicator, rows: items } = await county.get('/api/indicators/benefit-errors?month=2026-12');
    expect(indicator.total.den).toBe(items.length);
    return items.filter((r: { num: number }) => r.num === 1).map((r: { name: string; says: string }) => [r.name, r.says]);
  };
  expect(await errors()).toEqual([]);
  const finance = await api.staff('fuhe');
  const proposals = (await finance.get('/api/adjustments?state=proposed')).rows as { id: string; direction: string }[];
  const ids = proposals.filter(({ direction }) => direction === 'recovery').map(({ id }) => id);
  await finance.post('/api/adjustments/decide', {
    ids,
    decision: 'confirm',
    classification: 'late-report',
    requestId: requestId(),
  });
  expect(await errors()).toEqual([['吴有福', '多发50.00元']]);
});

test('还没有到岁数的提不出来，告诉他哪天起由村里上门', async () => {
  const young = await desk.elder('余小来', { birthDate: '1948-03-01' });
  expect(
    await village.refused('/api/cases', {
      itemId: 'EL-02',
      channel: 'proxy',
      form: { applicant: { name: young.name, idNumber: young.idNumber, division: '421202100001' } },
      requestId: requestId(),
    }),
  ).toMatchObject({ code: 'ALLOWANCE_TOO_EARLY' });
});

test('错过的由村里补报，最多补发12个月；在领的不能再报', async () => {
  const old = await desk.elder('钱满堂', { birthDate: '1940-02-02' });
  const report = () => ({
    itemId: 'EL-02',
    channel: 'proxy',
    form: { applicant: { name: old.name, idNumber: old.idNumber, division: '421202100001' }, account: account(old) },
    requestId: requestId(),
  });
  const { id } = await village.post('/api/cases', report());
  await village.act(id, 'confirm', { seen: 'home', opinion: '本人身份、账户属实。' });
  await desk.clerk.act(id, 'pass', { opinion: '户籍属实。' });
  await desk.reviewer.act(id, 'approve', { opinion: '同意。' });
  expect(await awardOf(old)).toMatchObject([{ from_month: '2025-12', fen: 50_00 }]);
  expect((await village.refused('/api/cases', report())).code).toBe('ALLOWANCE_DRAWN');
});

test('迁到本市别的县：这里发到迁出的那个月，那边从次月起接着发，不用重新申请', async () => {
  const who = await desk.elder('孟长根', { birthDate: '1947-01-20' });
  await api.jumpTo('2026-12-30');
  await granted(who);
  await desk.work(async (tx) => {
    const { followMove } = await import('../../src/domains/elderly-care/allowance/moves.ts');
    await followMove(tx, { personId: who.id, fromDivision: '421202100001', toDivision: '421221103200', movedOn: '2027-01-10' });
  });
  const [here, there] = await awardOf(who);
  expect(here).toMatchObject({ state: 'ended', last_month: '2027-01' });
  expect(there).toMatchObject({ state: 'active', from_month: '2027-02', division: '421221103200' });
});

test('年度认证：期限前90天看过病的自动认证；没有的从次月起暂停，见到本人马上恢复并补发', async () => {
  const [seen, missed] = [
    await desk.elder('郝安康', { birthDate: '1947-01-25' }),
    await desk.elder('尤不遇', { birthDate: '1947-01-25' }),
  ];
  await api.moveTo('2026-12-31');
  for (const who of [seen, missed]) await granted(who);
  await api.owner.query(`update old_age_award set check_due_on = '2027-02-10' where person_id = any($1::uuid[])`, [
    [seen.id, missed.id],
  ]);
  await api.owner.query(`update life_trace set seen_on = '2026-11-01' where person_id = $1`, [missed.id]);
  await api.owner.query(`update life_trace set seen_on = '2026-11-12', way = 'hospital' where person_id = $1`, [seen.id]);
  await api.moveTo('2027-01-01');
  expect(await awardOf(seen)).toMatchObject([{ check_due_on: '2028-02-10' }]);
  const list = (await village.get('/api/elders/allowances?list=check')).rows.map((row: { name: string }) => row.name);
  expect(list).not.toContain('郝安康');
  await payThrough('2027-02-15');
  expect((await village.get('/api/elders/allowances?list=suspended')).rows).toMatchObject([
    { name: '尤不遇', suspendedFrom: '2027-03' },
  ]);
  await payThrough('2027-03-29');
  expect((await linesOf(missed)).filter((line) => line.month === '2027-03' && line.state === 'paid')).toEqual([]);
  await village.post(`/api/elders/${missed.id}/life-checks`, { requestId: requestId(), input: { way: 'home' } });
  await payThrough('2027-04-29');
  expect(await awardOf(missed)).toMatchObject([{ state: 'active', suspended_from: null }]);
  // 1月到5月，停过的3月也补上了
  expect((await linesOf(missed)).filter((line) => line.state === 'paid').reduce((sum, line) => sum + line.fen, 0)).toBe(
    5 * 50_00,
  );
});

test('年度公示：每村一年一次，只有姓名、档次和金额', async () => {
  const posted = await village.post('/api/elders/allowances/notice', {
    requestId: requestId(),
    input: { place: '村委会公示栏' },
  });
  expect(posted.persons).toBeGreaterThan(2);
  expect(
    (await village.refused('/api/elders/allowances/notice', { requestId: requestId(), input: { place: '村委会公示栏' } })).code,
  ).toBe('ALLOWANCE_NOTICE_POSTED');
  const { rows } = await api.owner.query(
    `select n.text, n.applicant_masked as name from public_notice n join service_case c on c.id = n.case_id where c.item_id = 'EL-02' and n.withdrawn_on is null and n.text like '%年%'`,
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows)
    expect(row).toEqual({ text: expect.stringMatching(/^20\d\d年享受高龄津贴$/), name: expect.stringContaining('*') });
  expect(api.errors).toEqual([]);
});
