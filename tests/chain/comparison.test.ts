/** 按月比对：新的工作、车、房、企业，凭有效授权查询，成为有理由、有期限的线索。 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { emit } from '../../src/kernel/event/server.ts';
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
const earner = story({
  key: 'second-job',
  title: '妻子的工资算过了',
  place: '洪口村',
  urbanRural: 'rural',
  address: '2组8号',
  people: [
    { name: '周长福', sex: '男', birth: '1954-01-15', lives: lives.年老 },
    { name: '吴金枝', sex: '女', birth: '1980-01-15', relation: 'spouse', lives: lives.上班 },
  ],
  incomes: [monthly('m1', 'wage', 400)],
  houses: [{ member: 'self', areaSqm: '80' }],
  expect: { outcome: 'eligible', amountFen: yuan(1) },
});
/** Known when the family was checked, and too little to differ from what it declared. */
const OLD = { kind: 'wage', text: '某农场', recordNo: 'DW0001', amountFen: 300_00, from: '2024-05' } as const;
const husband = couple.persons[0]!.idNumber;
const now = (source: 'vehicles' | 'real-estate' | 'market-entities' | 'social-insurance', ...items: AnswerItemInput[]) =>
  api.context.write(system, (tx) => setSimulatedAnswers(tx, [{ source, idNumber: husband, items }]));
const warnings = async (rule = 'OUT-4') =>
  (
    await api.owner.query(
      `select r.rule, r.occasion, c.verify_by::text as due from clue_reason r join clue c on c.id = r.clue_id where r.rule = $1 order by r.id`,
      [rule],
    )
  ).rows;
const jobsTold = async () =>
  (await api.owner.query(`select payload from domain_event where type = 'employment.insured' order by recorded_at`)).rows.map(
    (r) => r.payload,
  );
const asked = async () =>
  (
    await api.owner.query(`select distinct source from exchange_query where reference like 'comparison:%' order by source`)
  ).rows.map((r: { source: string }) => r.source);

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple);
  await now('vehicles');
  await now('market-entities');
  await now('social-insurance', OLD);
  await carry(api, couple, 'decided');
  // 比对凭的授权，够看到年底
  await api.owner.query(`update consent set valid_to = '2026-12-31'`);
});
afterAll(() => api?.stop());

test('核对时就有的房子、工作不算新的；查的是户籍、司法、社保、车辆、不动产、市场主体', async () => {
  await api.moveTo('2026-04-02', { every: 31 });
  expect(await asked()).toEqual([
    'civil-registration',
    'justice',
    'market-entities',
    'real-estate',
    'social-insurance',
    'vehicles',
  ]);
  expect([await warnings(), await jobsTold()]).toEqual([[], []]);
});

test('下个月查到新登记的汽车：一条可能不再符合的线索，10个工作日内核实，当月待遇照发', async () => {
  await now('vehicles', { kind: 'car', text: '小型轿车', recordNo: '鄂L12345', amountFen: 80_000_00, date: '2026-04-15' });
  await api.moveTo('2026-05-06', { every: 31 });
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
  await api.moveTo('2026-06-02', { every: 31 });
  expect((await warnings()).map((w: { rule: string }) => w.rule)).toEqual(['OUT-4', 'OUT-4']);
});

describe('新的工作', () => {
  const JOB = { kind: 'wage', text: '某服饰公司', recordNo: 'DW0002', amountFen: 3200_00, from: '2026-06' } as const;

  test('社保查到6月开始的新工作：一条“新的工资”线索；事件只有目录里的内容，单位编号不出现', async () => {
    await now('social-insurance', OLD, JOB);
    await api.moveTo('2026-07-02', { every: 31 });
    expect(await warnings('OUT-3')).toMatchObject([{ rule: 'OUT-3' }]);
    const [told, ...rest] = await jobsTold();
    expect(rest).toEqual([]);
    expect(Object.keys(told).toSorted()).toEqual(['employerId', 'insuredFrom', 'personId', 'wageBaseFen']);
    expect(told).toMatchObject({ wageBaseFen: 3200_00, insuredFrom: '2026-06-01' });
    expect(JSON.stringify(told)).not.toContain('DW0002');
  });

  test('以后几个月还是这份工作，调了缴费基数、部门自己也送来：不再重复', async () => {
    const { personId } = (await jobsTold())[0];
    await api.context.write(system, (tx) =>
      emit(tx, {
        type: 'employment.insured',
        subject: { kind: 'person', id: personId },
        division: '421202104201',
        payload: { personId, employerId: 'DW0002', wageBaseFen: 3200_00, insuredFrom: '2026-06-15' },
      }),
    );
    await now('social-insurance', { ...JOB, amountFen: 3300_00 });
    await api.moveTo('2026-08-04', { every: 31 });
    await now('social-insurance', { ...JOB, to: '2026-07' }, { ...JOB, amountFen: 3500_00, from: '2026-08' });
    await api.moveTo('2026-09-02', { every: 31 });
    expect((await jobsTold()).map((t: { insuredFrom: string }) => t.insuredFrom)).toEqual(['2026-06-01', '2026-06-15']);
    expect((await warnings('OUT-3')).length).toBe(1);
  });

  test('停了以后又到同一家单位上班：是新的工作；已经停了的不算', async () => {
    const { personId } = (await jobsTold())[0];
    await api.context.write(system, (tx) =>
      emit(tx, {
        type: 'employment.insurance.ended',
        subject: { kind: 'person', id: personId },
        division: '421202104201',
        payload: { personId, endedOn: '2026-09-10' },
      }),
    );
    await now('social-insurance', { ...JOB, to: '2026-09' }, { ...OLD, to: '2025-01' });
    await api.moveTo('2026-10-10', { every: 31 });
    expect((await jobsTold()).length).toBe(2);
    await now('social-insurance', { ...JOB, from: '2026-10' });
    await api.moveTo('2026-11-03', { every: 31 });
    expect((await jobsTold()).map((t: { insuredFrom: string }) => t.insuredFrom)).toEqual([
      '2026-06-01',
      '2026-06-15',
      '2026-10-01',
    ]);
    expect((await warnings('OUT-3')).length).toBe(2);
  });
});

test('比对的原始反馈不保存', async () => {
  const { rows } = await api.owner.query(
    `select count(*)::int as n from exchange_query where reference like 'comparison:%' and answer is not null`,
  );
  expect(rows[0].n).toBe(0);
});

describe('另一户：妻子的工资算过了', () => {
  const CHECKED = { kind: 'wage', text: '镇环卫所', recordNo: 'DW0010', amountFen: 400_00, from: '2024-01' } as const;
  const HIDDEN = { kind: 'wage', text: '某电子厂', recordNo: 'DW0011', amountFen: 3600_00, from: '2026-02' } as const;
  const wife = earner.persons[1]!.idNumber;
  const answers = (...items: AnswerItemInput[]) =>
    api.context.write(system, (tx) => setSimulatedAnswers(tx, [{ source: 'social-insurance', idNumber: wife, items }]));
  beforeAll(async () => {
    await api.stop();
    api = await startApi({ start: '2026-03-02' });
    await api.register(earner);
  });

  test('核定收入里只有环卫所的工资：比对查到的还是这一份，不算新的', async () => {
    await answers(CHECKED);
    await carry(api, earner, 'decided');
    await api.owner.query(`update consent set valid_to = '2026-12-31'`);
    await api.moveTo('2026-05-06', { every: 31 });
    expect(await jobsTold()).toEqual([]);
  });

  test('瞒着的第二份工作，参保比审核确认早：不当作算过的那份，一条“新的工资”线索，只有一条', async () => {
    await answers(CHECKED, HIDDEN);
    await api.moveTo('2026-06-02', { every: 31 });
    expect(await jobsTold()).toMatchObject([{ wageBaseFen: 3600_00, insuredFrom: '2026-02-01', additional: true }]);
    expect((await warnings('OUT-3')).length).toBe(1);
    await api.moveTo('2026-07-02', { every: 31 });
    expect((await jobsTold()).length).toBe(1);
    expect(api.errors).toEqual([]);
  });

  test('每季度第一个月另查存款、证券、支付账户：两个人的合起来超过上限，一条“金融资产超限”线索；没到季度不查', async () => {
    const deposits = async () =>
      (
        await api.owner.query(
          `select source, count(*)::int as n, count(answer)::int as kept from exchange_query where reference like 'deposits:%' group by 1 order by 1`,
        )
      ).rows;
    const rounds = (
      await api.owner.query(
        `select distinct split_part(reference, ':', 2) as month from exchange_query where reference like 'deposits:%'`,
      )
    ).rows;
    expect(rounds.map((r) => r.month).sort()).toEqual(['2026-04', '2026-07']);
    expect((await deposits()).map((r: { source: string }) => r.source)).toEqual(['bank-deposits', 'securities']);
    expect(await warnings('OUT-5')).toEqual([]);
    const has = (idNumber: string, source: 'bank-deposits' | 'securities', item: AnswerItemInput) =>
      api.context.write(system, (tx) => setSimulatedAnswers(tx, [{ source, idNumber, items: [item] }]));
    await has(earner.persons[0]!.idNumber, 'bank-deposits', { kind: 'deposit', text: '定期存款', amountFen: 30_000_00 });
    await has(wife, 'securities', { kind: 'securities', text: '基金', amountFen: 9_000_00 });
    await api.moveTo('2026-09-02', { every: 31 });
    expect(await warnings('OUT-5')).toEqual([]);
    await api.moveTo('2026-10-10', { every: 31 });
    expect(await warnings('OUT-5')).toMatchObject([{ rule: 'OUT-5' }]);
    const { rows } = await api.owner.query(`select payload from domain_event where type = 'deposit.checked'`);
    expect(rows).toMatchObject([{ payload: { householdFen: 39_000_00 } }]);
    expect((await deposits()).every((r: { kept: number }) => r.kept === 0)).toBe(true);
    expect(api.errors).toEqual([]);
  });
});
