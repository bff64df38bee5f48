/** 按月比对：新的车、房、企业，凭有效授权查询，成为有理由、有期限的线索。 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lives, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { type AnswerItemInput, setSimulatedAnswers } from '../../src/kernel/exchange/server.ts';
import { type Api, carry, startApi } from '../api.ts';

let api: Api;
const system = systemActor('test', '421200000000');
const couple = story({
  key: 'compared',
  title: '领着低保，家里添了车',
  place: '洪口村',
  urbanRural: 'rural',
  address: '1组3号',
  people: [
    { name: '孙长福', sex: '男', birth: '1954-01-15', lives: lives.年老 },
    { name: '黄金枝', sex: '女', birth: '1956-01-15', relation: 'spouse', lives: lives.年老 },
  ],
  houses: [{ member: 'self', areaSqm: '80' }],
  expect: { outcome: 'eligible', amountFen: yuan(1) },
});
const husband = couple.persons[0]!.idNumber;
const now = (source: 'vehicles' | 'real-estate' | 'market-entities', ...items: AnswerItemInput[]) =>
  api.context.write(system, (tx) => setSimulatedAnswers(tx, [{ source, idNumber: husband, items }]));
const warnings = async () =>
  (
    await api.owner.query(
      `select r.rule, c.verify_by::text as due from clue_reason r join clue c on c.id = r.clue_id where r.rule = 'OUT-4' order by r.id`,
    )
  ).rows;
const asked = async () =>
  (
    await api.owner.query(`select distinct source from exchange_query where reference like 'comparison:%' order by source`)
  ).rows.map((r: { source: string }) => r.source);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple);
  await now('vehicles');
  await now('market-entities');
  await carry(api, couple, 'decided');
});
afterAll(() => api?.stop());

test('核对时就有的房子不算新的；查的是户籍、司法、车辆、不动产、市场主体', async () => {
  await api.moveTo('2026-04-02');
  expect(await asked()).toEqual(['civil-registration', 'justice', 'market-entities', 'real-estate', 'vehicles']);
  expect(await warnings()).toEqual([]);
});

test('下个月查到新登记的汽车：一条可能不再符合的线索，10个工作日内核实，当月待遇照发', async () => {
  await now('vehicles', { kind: 'car', text: '小型轿车', recordNo: '鄂L12345', amountFen: 80_000_00, date: '2026-04-15' });
  await api.moveTo('2026-05-06');
  const [found, ...rest] = await warnings();
  expect(rest).toEqual([]);
  expect(found.rule).toBe('OUT-4');
  expect(found.due >= '2026-05-14').toBe(true);
  const { rows } = await api.owner.query('select count(*)::int as n from payment_hold');
  expect(rows[0].n).toBe(0);
  const { rows: events } = await api.owner.query(`select payload from domain_event where type = 'asset.registered'`);
  expect(JSON.stringify(events)).not.toContain('鄂L12345');
});

test('再下个月还是那辆车：不再重复；又登记了实缴资本不详的公司：同一条线索添一条理由', async () => {
  await now('market-entities', { kind: 'firm', text: '有限责任公司', recordNo: '91421202MA0000001X' });
  await api.moveTo('2026-06-02');
  expect((await warnings()).map((w: { rule: string }) => w.rule)).toEqual(['OUT-4', 'OUT-4']);
});

test('比对的原始反馈不保存', async () => {
  const { rows } = await api.owner.query(
    `select count(*)::int as n from exchange_query where reference like 'comparison:%' and answer is not null`,
  );
  expect(rows[0].n).toBe(0);
});
