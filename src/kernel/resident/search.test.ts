import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { accepted, idNumber, officer, register } from './fixtures.ts';
import { searchPersons } from './server.ts';

const VILLAGE = '421222100201'; // 通城县
const NEIGHBOUR = '421222101201';
const ELSEWHERE = '421223100201'; // 崇阳县
const tongcheng = officer('421222000000', 'county-clerk');
const chongyang = officer('421223000000', 'county-clerk');
const everywhere = systemActor('test', '421200000000');

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
});
afterAll(async () => db.drop());

const newPerson = (name: string, division = VILLAGE) => db.context.write(everywhere, (tx) => register(tx, { name, division }));

const names = (text: string, actor = tongcheng, division?: string) =>
  db.context.write(actor, async (tx) => accepted(await searchPersons(tx, { text, division })).persons.map((p) => p.name));
beforeAll(async () => {
  await newPerson('欧阳修竹');
  await newPerson('单雄信');
  await newPerson('吕绿萍', NEIGHBOUR);
  await newPerson('曾修竹', ELSEWHERE);
});
test('按姓、按名中任意两字、按全拼、按首字母都能找到', async () => {
  expect(await names('欧')).toEqual(['欧阳修竹']);
  expect(await names('修竹')).toEqual(['欧阳修竹']);
  expect(await names('阳修')).toEqual(['欧阳修竹']);
  expect(await names('ouyang xiu')).toEqual(['欧阳修竹']);
  expect(await names('OYXZ')).toEqual(['欧阳修竹']);
  expect(await names('shanxiong')).toEqual(['单雄信']);
  expect(await names('lvlv')).toEqual(['吕绿萍']);
});
test('单字只按姓名开头找：搜“竹”不把名字里带竹的人全列出来', async () => {
  expect(await names('竹')).toEqual([]);
});
test('通城县只找到通城县的人，市里两县都找到，缩小到乡镇只剩本乡镇', async () => {
  expect(await names('修竹', chongyang)).toEqual(['曾修竹']);
  expect((await names('修竹', officer('421200000000', 'city-clerk'))).sort()).toEqual(['曾修竹', '欧阳修竹']);
  expect(await names('lv', tongcheng, NEIGHBOUR)).toEqual(['吕绿萍']);
  expect(await names('lv', tongcheng, VILLAGE)).toEqual([]);
  expect(await names('修竹', tongcheng, ELSEWHERE)).toEqual([]);
});
test('户籍在通城、住在崇阳的人，两县都找得到，市里只列一次', async () => {
  await db.context.write(everywhere, (tx) => register(tx, { name: '贺知章', division: ELSEWHERE, registeredDivision: VILLAGE }));
  expect(await names('贺知章', tongcheng)).toEqual(['贺知章']);
  expect(await names('贺知章', chongyang)).toEqual(['贺知章']);
  expect(await names('贺知章', officer('421200000000', 'city-clerk'))).toEqual(['贺知章']);
});
test('按身份证号码找；查过谁记入审计，审计里没有号码', async () => {
  const number = idNumber();
  const id = await db.context.write(everywhere, (tx) => register(tx, { name: '冯查号', idNumber: number, division: VILLAGE }));
  const actor = officer('421222000000', 'county-clerk');
  expect(await names(number, actor)).toEqual(['冯查号']);
  const { rows } = await db.owner.query('select action, person_ids, audit_log::text as row from audit_log where actor_id = $1', [
    actor.id,
  ]);
  expect(rows).toMatchObject([{ action: 'person.searched', person_ids: [id] }]);
  expect(rows[0].row).not.toContain(number);
});
test('同名25人（其中一人户籍在别的乡镇）：乡镇以上逐县、全市翻页，每页20人，不重不漏', async () => {
  const ids = new Set<string>();
  for (let i = 0; i < 24; i++) ids.add(await newPerson('刘翻页'));
  ids.add(
    await db.context.write(everywhere, (tx) =>
      register(tx, { name: '刘翻页', division: VILLAGE, registeredDivision: NEIGHBOUR }),
    ),
  );
  for (const actor of [tongcheng, officer('421200000000', 'city-clerk')]) {
    const page = (cursor: string | null) =>
      db.context.write(actor, async (tx) => accepted(await searchPersons(tx, { text: '翻页', cursor })));
    const first = await page(null);
    expect(first.persons).toHaveLength(20);
    const second = await page(first.cursor);
    expect(second.persons).toHaveLength(5);
    expect(second.cursor).toBeNull();
    expect(new Set([...first.persons, ...second.persons].map((p) => p.id))).toEqual(ids);
  }
});
test('改名、系统管理员：旧名不再找到；系统管理员不能查人', async () => {
  const id = await newPerson('旧名某');
  await db.owner.query(`update person set name = '新名某', name_pinyin = 'xinmingmou', name_initials = 'xmm' where id = $1`, [
    id,
  ]);
  expect(await names('旧名')).toEqual([]);
  expect(await names('新名')).toEqual(['新名某']);
  const refused = await db.context.write(officer('421200000000', 'sys-admin'), (tx) => searchPersons(tx, { text: '新名' }));
  expect(refused).toMatchObject({ ok: false, code: 'NOT_PERMITTED' });
});
