/** Lists of homes and of those around them go on to the end, and are searched; none is cut off in silence, and a page asks a fixed number of questions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addRoom,
  admitAtDesk,
  type Home,
  makeElder,
  openHome,
  publishPrices,
} from '../src/domains/elderly-care-institutions/fixtures.ts';
import { type Api, type Browser, startApi } from './api.ts';

let api: Api;
let home: Home;
let county: Browser;
let city: Browser;
beforeAll(async () => {
  api = await startApi({ start: '2026-09-10' });
  ({ home } = await openHome(api));
  [county, city] = await Promise.all([api.staff('xian'), api.staff('shi')]);
});
afterAll(() => api?.stop());

async function all(by: Browser, url: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const mark: string = url.includes('?') ? '&' : '?';
    const page: { rows: Record<string, string>[]; next: string | null } = await by.get(
      `${url}${cursor && `${mark}cursor=${cursor}`}`,
    );
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}
const q = (words: string) => `?q=${encodeURIComponent(words)}`;

test('行政处罚320件、等级评定210件：翻得到底，按机构查得到', async () => {
  await api.owner.query(
    `insert into care_penalty (id, institution_id, division, facts, opened_on, lead_id, lead_name, lead_cert, second_id, second_name, second_cert)
      select gen_random_uuid(), i.id, i.division, '线索' || n, '2026-09-01', 'a', '甲', '1', 'b', '乙', '2' from care_institution i, generate_series(1, 320) n where i.id = $1`,
    [home.id],
  );
  await api.owner.query(
    `insert into care_rating (id, no, institution_id, division, level, self_scores, insurance_no, insured_to, conditions, state, applied_on, materials_by, applied_by, refused_on, refused_reason)
      select gen_random_uuid(), 'R' || n, i.id, i.division, 1, '{"environment":1,"facilities":1,"management":1,"service":1}', 'P-1', '2027-01-01', '[]', 'refused', '2026-09-01', '2026-09-22', 'a', '2026-09-02', '材料不全'
      from care_institution i, generate_series(1, 210) n where i.id = $1`,
    [home.id],
  );
  expect(new Set((await all(county, '/api/care-penalties')).map(({ id }) => id)).size).toBe(320);
  expect(await all(county, `/api/care-penalties${q('没有这家')}`)).toEqual([]);
  expect(await all(county, `/api/care-penalties${q('社会福利院')}`)).toHaveLength(320);
  expect(new Set((await all(city, '/api/care-supervision/ratings')).map(({ id }) => id)).size).toBe(210);
  expect(await all(city, `/api/care-supervision/ratings${q('没有这家')}`)).toEqual([]);
});

test('居住区1,040个：翻得到底；配建达标率数的是全部，不是前一页', async () => {
  await api.owner.query(
    `insert into care_estate (id, name, division, developer, area, households, planned_people, planned_on, built_on, accepted_on, handed_on, housing_accepted_on, handed_m2, changed_at, changed_by)
      select gen_random_uuid(), '小区' || n, '421202100001', '建设公司', 'new', 100, 100, '2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-04-01', 900, now(), 'a' from generate_series(1, 1040) n`,
  );
  expect(new Set((await all(city, '/api/care-estates')).map(({ id }) => id)).size).toBe(1040);
  expect((await all(city, `/api/care-estates${q('小区1040')}`)).map(({ name }) => name)).toEqual(['小区1040']);
  expect((await city.get('/api/indicators/estates-built')).indicator.total).toMatchObject({ num: 1040, den: 1040 });
});

test('等着安置的特困人员231位：一页一页翻到底，按姓名查得到；在住的老人按姓名、床位查得到', async () => {
  await publishPrices(home, '2026-09-10');
  const beds = await addRoom(home, { name: '101', beds: 2 });
  const { stayId } = await admitAtDesk(home, await makeElder(api, { name: '列表老人', level: 2 }), { bedId: beds[0]!.id });
  const { id: person } = await makeElder(api, { name: '待安置甲' });
  await api.owner.query(
    `insert into person (id, division, registered_division, name, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, id_digest, digest_key, created_at, created_by)
      select gen_random_uuid(), division, registered_division, '候床' || n, name_pinyin, name_initials, sex, birth_date, ethnicity, id_kind, id_number, sha256(n::text::bytea), digest_key, now(), 'a'
      from person, generate_series(1, 230) n where id = $1`,
    [person],
  );
  await api.owner.query(
    `insert into care_placement (id, person_id, division, wish_on, due_on, state, needs_nursing, sex, opened_at)
      select gen_random_uuid(), p.id, '421202100001', '2026-09-01', '2026-09-15', 'waiting', false, 'male', now() from person p where p.id = $1 or p.name like '候床%'`,
    [person],
  );
  const everybody = await all(county, '/api/care-placements');
  expect(new Set(everybody.map(({ id }) => id)).size).toBe(231);
  const placed = await all(county, `/api/care-placements${q('待安置')}`);
  expect(placed.map(({ name }) => name)).toEqual(['待安置甲']);
  const live = await all(home.reception, `/api/institutions/${home.id}/stays${q('列表')}`);
  expect(live).toMatchObject([{ id: stayId, name: '列表老人', bed: beds[0]!.code, levelZh: '介助2', away: false }]);
  expect(await all(home.reception, `/api/institutions/${home.id}/stays${q('没有这位')}`)).toEqual([]);
});
