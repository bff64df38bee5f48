/** What stood in the two lists before there was one register is in it afterwards: persons once, their posts, certificates, what was sealed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../../tests/database.ts';
import { findMigrations, migrate } from '../../../database/migrate.ts';

const FIRST = '202611300201';
const SCHEMA = 'older';
let db: Awaited<ReturnType<typeof freshDatabase>>;
const run = (only?: ReadonlySet<string>) =>
  migrate({ ownerUrl: db.ownerUrl, schema: SCHEMA, appRole: 'minzheng_app', ...(only ? { only } : {}) });
const rows = async (query: string) => (await db.owner.query(query.replaceAll('@', `${SCHEMA}.`))).rows;

beforeAll(async () => {
  db = await freshDatabase();
  await run(new Set(findMigrations().flatMap(({ name }) => (name < FIRST ? [name] : []))));
});
afterAll(() => db?.drop());

test('换过服务商的护理员是一个人、两段；原来的密文、工单用的编号不变；证书跟着人；机构员工并进来，等补录身份证号', async () => {
  const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}`;
  await rows(`insert into @home_care_provider (id, credit_code, name, division, contract_no, agreed_from, agreed_to, telephone, contact, entered_at, entered_by) values
    ('${id(1)}', 'A', '甲服务中心', '421202000000', '1', '2025-01-01', '2026-12-31', '0715', '田', now(), 'x'),
    ('${id(2)}', 'B', '乙服务中心', '421202000000', '2', '2025-01-01', '2026-12-31', '0715', '贺', now(), 'x')`);
  const worker = (n: number, provider: number, digest: string, from: string, to: string) =>
    `('${id(n)}', '${id(provider)}', '421202000000', '章小兰', 'female', '\\x0${n}', '\\x${digest}', '\\x0${n}', '${from}', ${to}, now(), 'x')`;
  await rows(`insert into @home_care_worker (id, provider_id, division, name, sex, id_number, id_digest, phone, hired_on, left_on, entered_at, entered_by) values
    ${worker(3, 1, 'aa', '2025-01-01', `'2025-06-01'`)}, ${worker(4, 2, 'aa', '2025-07-01', 'null')}, ${worker(5, 1, 'bb', '2025-01-01', 'null')}`);
  await rows(`insert into @home_care_certificate (id, worker_id, provider_id, division, cert_no, level, issuer, issued_on, entered_at, entered_by) values
    ('${id(6)}', '${id(3)}', '${id(1)}', '421202000000', 'C-0001', 3, '省鉴定中心', '2024-01-01', now(), 'x')`);
  await rows(`insert into @care_institution (id, credit_code, name, kind, legal_form, operation, managed_by, registrar, division, address, telephone, contact, state, state_on,
      entered_at, entered_by, changed_at) values
    ('${id(7)}', 'C', '社会福利院', 'social-welfare-home', 'public-unit', 'public', 'county', 'county', '421202100001', '街', '0715', '柳', 'recorded', '2025-01-01', now(), 'x', now())`);
  await rows(`insert into @care_staff_member (id, institution_id, division, name, post, health_cert_to, from_on, changed_at, changed_by) values
    ('${id(8)}', '${id(7)}', '421202100001', '葛红梅', 'nurse', '2027-01-01', '2025-02-01', now(), 'x')`);
  await run();

  expect(await rows('select id, id_number from @care_worker where id_digest is not null order by id')).toEqual([
    { id: id(4), id_number: Buffer.from([4]) },
    { id: id(5), id_number: Buffer.from([5]) },
  ]);
  expect(await rows('select id, worker_id, employer_id, employer_name, post, phone from @care_employment order by id')).toEqual([
    { id: id(3), worker_id: id(4), employer_id: id(1), employer_name: '甲服务中心', post: 'carer', phone: Buffer.from([3]) },
    { id: id(4), worker_id: id(4), employer_id: id(2), employer_name: '乙服务中心', post: 'carer', phone: Buffer.from([4]) },
    { id: id(5), worker_id: id(5), employer_id: id(1), employer_name: '甲服务中心', post: 'carer', phone: Buffer.from([5]) },
    { id: id(8), worker_id: id(8), employer_id: id(7), employer_name: '社会福利院', post: 'nurse', phone: null },
  ]);
  expect(await rows('select worker_id, scheme from @care_certificate')).toEqual([{ worker_id: id(4), scheme: 'five' }]);
  expect(await rows('select name, id_digest, health_to::text from @care_worker where id_number is null')).toEqual([
    { name: '葛红梅', id_digest: null, health_to: '2027-01-01' },
  ]);
});
