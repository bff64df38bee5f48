/** 升级：a city that has subsidies in the tables of before is brought up to date, and every sum, day, hand, part, claim and receipt is there as it was. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMigrations, migrate } from '../src/database/migrate.ts';
import { newId } from '../src/kernel/context/server.ts';
import { freshDatabase } from './database.ts';

const SCHEMA = 'older';
const DIVISION = '421202106000';
let db: Awaited<ReturnType<typeof freshDatabase>>;
let older: pg.Pool;
const run = (text: string, values: unknown[] = []) => older.query(text, values);
const rows = async (text: string, values: unknown[] = []) => (await run(text, values)).rows;

const HOME = newId();
const SITE = newId();
const WORKER = newId();
const POLICY = newId();
const ids = Object.fromEntries(
  ['applied', 'notice', 'approved', 'paid', 'refused', 'build', 'claim', 'receipt', 'insured', 'site', 'post', 'struck'].map(
    (key) => [key, newId()],
  ),
) as Record<string, string>;

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const keys = Object.keys(row);
  await run(
    `insert into ${table} (${keys.join(', ')}) values (${keys.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row).map((value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : value,
    ),
  );
}

const asked = { division: DIVISION, applied_on: '2026-03-02', applied_by: 'head', check_by: '2026-03-20' };
const checked = { checked_on: '2026-03-10', checked_by: 'clerk', note: '核过' };
const approved = { approved_on: '2026-03-18', approved_by: 'leader' };
const paid = { paid_on: '2026-03-25', document_no: '财拨1号' };
const MONTHS = [{ month: '2025-10', fen: 100_00, says: '十月' }];

async function oldRows(): Promise<void> {
  const entered = { entered_at: '2025-01-01', entered_by: 'clerk' };
  await insert('care_institution', {
    id: HOME,
    credit_code: '52421202DEM0000001',
    name: '旧账养老院',
    kind: 'nursing-home',
    legal_form: 'non-profit',
    operation: 'private',
    managed_by: 'society',
    registrar: 'county',
    division: DIVISION,
    address: '1号',
    telephone: '0715',
    contact: '某某',
    state: 'recorded',
    state_on: '2025-01-01',
    recorded_beds: 20,
    changed_at: '2025-01-01',
    ...entered,
  });
  const home = { institution_id: HOME, ...asked };
  const run = (key: string, quarter: string, more: object) => insert('care_subsidy', { id: ids[key], quarter, ...home, ...more });
  const counted = { months: JSON.stringify(MONTHS), amount_fen: 100_00, notice_to: '2026-03-17' };
  await run('applied', '2025-Q4', { state: 'applied' });
  await run('notice', '2025-Q3', { state: 'notice', ...checked, ...counted });
  await run('approved', '2025-Q2', { state: 'approved', ...checked, ...counted, ...approved, pay_by: '2026-04-01' });
  await run('paid', '2025-Q1', { state: 'paid', ...checked, ...counted, ...approved, pay_by: '2026-04-01', ...paid });
  await run('refused', '2024-Q4', { state: 'refused', ...checked, months: '[]', amount_fen: 0 });

  await insert('care_build', {
    id: ids.build,
    ...home,
    self_beds: 10,
    leased_beds: 0,
    papers: '立项文号',
    recorded_on: '2025-03-01',
    state: 'granted',
    ...checked,
    nursing_beds: 4,
    counted_beds: 10,
    amount_fen: 20_000_00,
    basis: { selfFen: 2000_00, leasedFen: 1000_00, nursingShare: 40, parts: [50, 30, 20] },
    notice_to: '2026-03-17',
    ...approved,
    first_paid_on: '2026-03-25',
    ended_on: '2026-08-25',
  });
  const part = { build_id: ids.build, institution_id: HOME, division: DIVISION };
  const first = {
    says: '满一年',
    checked_on: '2026-03-19',
    checked_by: 'clerk',
    approved_on: '2026-03-20',
    approved_by: 'leader',
  };
  await insert('care_build_part', {
    ...part,
    no: 1,
    amount_fen: 10_000_00,
    due_from: '2026-03-01',
    state: 'paid',
    ...first,
    pay_by: '2026-04-03',
    ...paid,
  });
  await insert('care_build_part', {
    ...part,
    no: 2,
    amount_fen: 6000_00,
    due_from: '2027-03-01',
    state: 'withheld',
    says: '停止养老使用',
  });
  await insert('care_build_part', {
    ...part,
    no: 3,
    amount_fen: 4000_00,
    due_from: '2028-03-01',
    state: 'withheld',
    says: '停止养老使用',
  });
  await insert('care_build_claim', {
    id: ids.claim,
    ...part,
    reason: '转租',
    full_months: 5,
    promised_months: 60,
    paid_fen: 10_000_00,
    amount_fen: 9166_67,
    received_fen: 1000_00,
    state: 'claimed',
    proposed_on: '2026-08-26',
    proposed_by: 'clerk',
    decided_on: '2026-08-27',
    decided_by: 'leader',
    decision: '文号',
    return_by: '2026-09-26',
  });
  await insert('care_build_receipt', {
    id: ids.receipt,
    claim_id: ids.claim,
    institution_id: HOME,
    division: DIVISION,
    amount_fen: 1000_00,
    received_on: '2026-09-01',
    voucher: '退1号',
    recorded_at: '2026-09-01',
    recorded_by: 'clerk',
  });

  await insert('care_insurance', {
    id: POLICY,
    institution_id: HOME,
    division: DIVISION,
    insurer: '某保险',
    policy_no: 'P-1',
    from_on: '2026-01-01',
    to_on: '2026-12-31',
    beds: 20,
    limit_fen: 1,
    premium_fen: 1,
    ...entered,
  });
  const { check_by, ...since } = asked;
  await insert('care_insurance_subsidy', {
    id: ids.insured,
    policy_id: POLICY,
    institution_id: HOME,
    ...since,
    decide_by: check_by,
    state: 'paid',
    ...checked,
    counted_beds: 20,
    amount_fen: 1200_00,
    ...approved,
    ...paid,
  });

  await insert('care_site', {
    id: SITE,
    name: '旧账互助照料中心',
    kind: 'mutual-aid',
    functions: ['day'],
    division: DIVISION,
    reach: 'place',
    address: '1号',
    owner: '村',
    operator: '村',
    contact: '某某',
    telephone: '0715',
    hours: '8:00',
    area_m2: 100,
    day_places: 5,
    full_beds: 0,
    seats: 0,
    state: 'operating',
    state_on: '2025-01-01',
    opened_on: '2025-01-01',
    changed_at: '2025-01-01',
    ...entered,
  });
  const site = { site_id: SITE, ...asked, ...checked, basis: { grade: 'B', months: [] }, notice_to: '2026-03-17' };
  await insert('care_site_subsidy', { id: ids.site, ...site, purpose: 'run', year: 2025, state: 'notice', amount_fen: 2000_00 });
  await insert('care_site_subsidy', {
    id: newId(),
    ...site,
    purpose: 'build',
    state: 'paid',
    amount_fen: 30_000_00,
    ...approved,
    pay_by: '2026-04-01',
    ...paid,
  });

  await insert('care_worker', { id: WORKER, code: 'ABCDEFABCDEF', name: '宋春梅', ...entered });
  const claim = { employer_id: HOME, employer_name: '旧账养老院', ...asked };
  await insert('care_claim', {
    id: ids.post,
    ...claim,
    kind: 'post',
    state: 'paid',
    ...checked,
    notice_to: '2026-03-17',
    ...approved,
    pay_by: '2026-04-01',
    ...paid,
  });
  await insert('care_claim', { id: ids.struck, ...claim, kind: 'entry', state: 'refused', ...checked });
  const line = { worker_id: WORKER, employer_id: HOME, division: DIVISION, says: '在岗', months: '{2026-01}' };
  await insert('care_claim_line', { claim_id: ids.post, ...line, kind: 'post', tranche: 0, fen: 400_00 });
  await insert('care_claim_line', { claim_id: ids.struck, ...line, kind: 'entry', tranche: 1, fen: 6000_00, struck: '没有合同' });
  await insert('care_post_month', {
    worker_id: WORKER,
    month: '2026-01',
    claim_id: ids.post,
    division: DIVISION,
    employer_id: HOME,
    fen: 400_00,
  });
}

beforeAll(async () => {
  db = await freshDatabase();
  const before = findMigrations()
    .map(({ name }) => name)
    .filter((name) => name < '202611301000');
  const to = { ownerUrl: db.ownerUrl, schema: SCHEMA, appRole: 'minzheng_app' };
  await migrate({ ...to, only: new Set(before) });
  older = new pg.Pool({ connectionString: db.ownerUrl, max: 1, options: `-c search_path=${SCHEMA},extensions` });
  older.on('error', () => {});
  await oldRows();
  await migrate(to);
});
afterAll(async () => {
  await older?.end();
  await db?.drop();
});

test('运营补贴五种状态都在：季度、金额、按什么算的、核和批准的人和日子、凭证', async () => {
  const found = await rows(
    `select s.id, s.term, s.state, s.amount_fen::int as fen, s.basis, s.checked_by, s.approved_by, s.notice_to::text, s.unit_id = s.body_id as own, s.body_name, p.state as part, p.paid_on::text, p.document_no, p.pay_by::text
    from subsidy s left join subsidy_part p on p.subsidy_id = s.id where s.scheme = 'care-home-run' order by s.term desc`,
  );
  const basis = { months: MONTHS };
  const common = { own: true, body_name: '旧账养老院' };
  expect(found).toMatchObject([
    { ...common, id: ids.applied, term: '2025-Q4', state: 'applied', fen: null, basis: null, part: null },
    { id: ids.notice, state: 'checked', fen: 100_00, basis, checked_by: 'clerk', notice_to: '2026-03-17', part: null },
    { id: ids.approved, state: 'approved', approved_by: 'leader', part: 'approved', pay_by: '2026-04-01', paid_on: null },
    { id: ids.paid, state: 'paid', part: 'paid', paid_on: '2026-03-25', document_no: '财拨1号' },
    { id: ids.refused, term: '2024-Q4', state: 'refused', fen: 0 },
  ]);
});

test('建设补贴的三期、追回、退回都在；还没有退清的，那一笔还没有办完', async () => {
  const [build] = await rows(`select state, asked, basis, ended_on::text from subsidy where id = $1`, [ids.build]);
  expect(build).toMatchObject({
    state: 'approved',
    asked: { selfBeds: 10, leasedBeds: 0, papers: '立项文号', recordedOn: '2025-03-01' },
    basis: { parts: [50, 30, 20], nursingBeds: 4, countedBeds: 10 },
    ended_on: '2026-08-25',
  });
  expect(
    await rows('select no, state, amount_fen::int as fen from subsidy_part where subsidy_id = $1 order by no', [ids.build]),
  ).toEqual([
    { no: 1, state: 'paid', fen: 10_000_00 },
    { no: 2, state: 'withheld', fen: 6000_00 },
    { no: 3, state: 'withheld', fen: 4000_00 },
  ]);
  expect(
    await rows(
      `select whole, units, of_units, full_months, amount_fen::int as fen, received_fen::int as received, state, decided_by from subsidy_claim where id = $1`,
      [ids.claim],
    ),
  ).toEqual([
    {
      whole: true,
      units: 10,
      of_units: 10,
      full_months: 5,
      fen: 9166_67,
      received: 1000_00,
      state: 'claimed',
      decided_by: 'leader',
    },
  ]);
  expect(await rows('select claim_id, voucher, division from subsidy_receipt')).toEqual([
    { claim_id: ids.claim, voucher: '退1号', division: DIVISION },
  ]);
});

test('保险、设施、护理员的也在：一张保单一次，设施只有机关看得到，名单跟着那一笔；旧表不再有', async () => {
  expect(
    await rows(
      `select scheme, term, state, amount_fen::int as fen, unit_id is null as office from subsidy where scheme !~ '^care-home-(run|build)' order by scheme, term`,
    ),
  ).toEqual([
    { scheme: 'care-home-insurance', term: POLICY, state: 'paid', fen: 1200_00, office: false },
    { scheme: 'care-site-build', term: 'once', state: 'paid', fen: 30_000_00, office: true },
    { scheme: 'care-site-run', term: '2025', state: 'checked', fen: 2000_00, office: true },
    { scheme: 'carer-entry', term: null, state: 'refused', fen: null, office: false },
    { scheme: 'carer-post', term: null, state: 'paid', fen: 400_00, office: false },
  ]);
  expect(
    await rows('select l.struck, s.state from care_claim_line l join subsidy s on s.id = l.claim_id order by s.state'),
  ).toEqual([
    { struck: null, state: 'paid' },
    { struck: '没有合同', state: 'refused' },
  ]);
  expect(await rows('select s.scheme from care_post_month m join subsidy s on s.id = m.claim_id')).toEqual([
    { scheme: 'carer-post' },
  ]);
  expect(
    await rows(`select to_regclass(t) as there from unnest(array['care_subsidy', 'care_build', 'care_build_part', 'care_build_claim', 'care_build_receipt', 'care_insurance_subsidy', 'care_site_subsidy', 'care_claim']) t
      where to_regclass('${SCHEMA}.' || t) is not null`),
  ).toEqual([]);
});
