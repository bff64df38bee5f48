import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { type Actor, publicActor, systemActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { explain, type Result } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import {
  addParameter,
  type Clause,
  type Decision,
  decisionsOfCase,
  defineCityOnly,
  fenValue,
  getDecision,
  listParameters,
  loadParameters,
  makeParameters,
  type NewParameter,
  outcomeOf,
  type Parameters,
  parameterRows,
  parametersOf,
  saveDecision,
  wholeParameter,
  withParameters,
} from './server.ts';

const 全国 = '000000000000';
const 样城市 = '990100000000';
const 清溪县 = '990121000000';
const 石桥镇 = '990121100000';
const 柳湾乡 = '990121200000';

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
});
afterAll(() => city.drop());

const national = systemActor('test', 全国);
const staff = (division: string): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `user-${division}`,
  name: '王芳',
  role: 'county-leader',
  division,
  ...scopeRange(division),
});
const county = staff(清溪县);
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const codeOf = (result: Result<unknown>): string => (result.ok ? 'OK' : result.code);

const row = (key: string, value: string, validFrom: PlainDate, more: Partial<NewParameter> = {}): NewParameter => ({
  key,
  division: 清溪县,
  value,
  unit: 'fen/month',
  validFrom,
  validTo: null,
  source: '测试文件',
  nature: 'assumption',
  note: '',
  floor: null,
  ceiling: null,
  ...more,
});
const enter = (given: NewParameter, actor: Actor = county) => city.context.write(actor, (tx) => addParameter(tx, given));
const valueOn = (key: string, on: PlainDate, division = 石桥镇): Promise<string> =>
  city.context.read(publicActor, async (tx) => {
    const found = (await parametersOf(tx)).on(key, division, on);
    return found.ok ? found.value.value : found.code;
  });

describe('标准按日期生效', () => {
  test('7月1日起提高：6月30日用旧的，7月1日用新的；旧的一行自动截止，不改值', async () => {
    must(await enter(row('T-LINE', '60000', '2026-01-01')));
    must(await enter(row('T-LINE', '65000', '2026-07-01')));
    expect(await valueOn('T-LINE', '2026-06-30')).toBe('60000');
    expect(await valueOn('T-LINE', '2026-07-01')).toBe('65000');
    const rows = await city.context.read(county, (tx) => listParameters(tx, { key: 'T-LINE' }));
    expect(rows.map((r) => [r.value, r.validFrom, r.validTo, r.createdBy])).toEqual([
      ['60000', '2026-01-01', '2026-07-01', county.id],
      ['65000', '2026-07-01', null, county.id],
    ]);
  });

  test('改后马上读得到新值', async () => {
    must(await enter(row('T-NOW', '1', '2026-01-01', { unit: 'days' })));
    expect(must(await city.context.read(publicActor, (tx) => wholeParameter(tx, 'T-NOW', 石桥镇, '2026-03-02')))).toBe(1);
    must(await enter(row('T-NOW', '2', '2026-02-01', { unit: 'days' })));
    expect(must(await city.context.read(publicActor, (tx) => wholeParameter(tx, 'T-NOW', 石桥镇, '2026-03-02')))).toBe(2);
  });

  test('中间断开的日子没有标准：明说，不当作零', async () => {
    must(await enter(row('T-GAP', '100', '2026-01-01', { validTo: '2026-08-01' })));
    must(await enter(row('T-GAP', '200', '2026-09-01')));
    expect(await valueOn('T-GAP', '2026-08-15')).toBe('PARAM_MISSING');
    expect(await valueOn('T-GAP', '2026-09-01')).toBe('200');
  });

  test('与已有的一行重叠：拒绝，说出从哪天起、依据什么', async () => {
    must(await enter(row('T-OVER', '100', '2026-01-01', { validTo: '2026-07-01' })));
    const clash = await enter(row('T-OVER', '200', '2026-06-30'));
    expect(codeOf(clash)).toBe('PARAM_OVERLAP');
    if (!clash.ok) expect(explain(clash).next).toContain('2026年1月1日');
    must(await enter(row('T-OVER', '200', '2026-07-01')));
  });

  test('同一天起的两行：第二行拒绝；同时录入的两行只有一行', async () => {
    must(await enter(row('T-SAME', '100', '2026-01-01')));
    expect(codeOf(await enter(row('T-SAME', '200', '2026-01-01')))).toBe('PARAM_OVERLAP');
    const both = await Promise.all([1, 2].map((n) => enter(row('T-RACE', String(n), '2026-01-01'))));
    expect(both.map(codeOf).sort()).toEqual(['OK', 'PARAM_OVERLAP']);
  });

  test('只由市级规定的标准：县里不能另定，市里可以', async () => {
    defineCityOnly('T-CITY');
    expect(codeOf(await enter(row('T-CITY', '70', '2026-01-01')))).toBe('PARAM_CITY_ONLY');
    must(await enter(row('T-CITY', '80', '2026-01-01', { division: 样城市 }), national));
  });

  test('上级规定的最低标准：20 不许录 15，录 25 可以（平台算例9）', async () => {
    must(await enter(row('T-FLOOR', '20', '2026-01-01', { division: 样城市, floor: '20' }), national));
    const low = await enter(row('T-FLOOR', '15', '2026-07-01'));
    expect(codeOf(low)).toBe('PARAM_BELOW_FLOOR');
    if (!low.ok) expect(explain(low).message).toContain('20');
    must(await enter(row('T-FLOOR', '25', '2026-07-01')));
    expect(await valueOn('T-FLOOR', '2026-06-30')).toBe('20');
    expect(await valueOn('T-FLOOR', '2026-07-01')).toBe('25');
    expect(await valueOn('T-FLOOR', '2026-07-01', '990100000000')).toBe('20');
  });

  test('金额带小数、负数、乱写：拒绝，指出是哪一栏', async () => {
    for (const value of ['800.5', '-1', '八百', '', '1e3']) {
      const bad = await enter(row('T-BAD', value, '2026-01-01'));
      expect(bad).toMatchObject({ ok: false, code: 'PARAM_INVALID', fields: [{ path: 'value' }] });
    }
    expect(codeOf(await enter(row('T-BAD', '1', '2026-07-01', { validTo: '2026-07-01' })))).toBe('PARAM_INVALID');
  });

  test('县里不能改全市的标准，也不能改邻县的', async () => {
    for (const division of [样城市, 全国])
      await expect(enter(row('T-SCOPE', '1', '2026-01-01', { division }))).rejects.toMatchObject({ code: '42501' });
    expect(await valueOn('T-SCOPE', '2026-02-01')).toBe('PARAM_MISSING');
  });

  test('城市包再装一次：不重复，也不盖掉人改过的', async () => {
    const rows = [row('T-PACK', '1', '2026-01-01'), row('T-PACK', '2', '2026-07-01')].map((r, i) =>
      i === 0 ? { ...r, validTo: '2026-07-01' as PlainDate } : r,
    );
    expect(await city.context.write(national, (tx) => loadParameters(tx, rows))).toBe(2);
    must(await enter(row('T-PACK', '3', '2026-09-01')));
    expect(await city.context.write(national, (tx) => loadParameters(tx, rows))).toBe(0);
    expect(await valueOn('T-PACK', '2026-09-01')).toBe('3');
  });
});

describe('决定原样保存，按原样重算', () => {
  const FACTS = { monthlyIncomeFen: 58_000 };
  /** A rule as simple as one can be: below the line, and the difference is paid. */
  function judge(facts: typeof FACTS, parameters: Parameters, asOf: PlainDate): Decision {
    return must(
      withParameters({ parameters, division: 石桥镇, date: asOf }, (read): Decision => {
        const line = read.fen('T-RULE');
        const clause: Clause = {
          name: '收入低于标准',
          verdict: facts.monthlyIncomeFen < line ? 'met' : 'unmet',
          value: fenValue(facts.monthlyIncomeFen),
          limit: fenValue(line),
          relation: '低于',
          basis: '测试第1条',
          parameter: read.ref('T-RULE'),
        };
        const eligible = clause.verdict === 'met';
        return {
          programme: 'test',
          rule: { name: 'test-rule', version: '1' },
          asOf,
          outcome: outcomeOf([clause]),
          clauses: [clause],
          amountFen: eligible ? line - facts.monthlyIncomeFen : 0,
          effectiveMonth: eligible ? '2026-04' : null,
          breakdown: [],
          parameters: read.used(),
        };
      }),
    );
  }
  const save = (tx: Tx, caseId: string, decision: Decision) =>
    saveDecision(tx, { caseId, kind: 'initial', division: 石桥镇, personId: newId(), decision, facts: FACTS });

  test('标准后来改了，用当时存下的那几行重算，结论、条款、金额一字不差', async () => {
    must(await enter(row('T-RULE', '60000', '2026-01-01')));
    const caseId = newId();
    const decision = await city.context.read(county, async (tx) => judge(FACTS, await parametersOf(tx), tx.today));
    expect(decision).toMatchObject({ outcome: 'eligible', amountFen: 2_000 });
    const id = await city.context.write(county, (tx) => save(tx, caseId, decision));
    must(await enter(row('T-RULE', '50000', '2026-02-01'))); // 追溯到2月：今天再算就不符合了
    expect(await city.context.read(county, async (tx) => judge(FACTS, await parametersOf(tx), '2026-03-02'))).toMatchObject({
      outcome: 'not-eligible',
    });

    const stored = must(await city.context.read(county, (tx) => getDecision(tx, id)));
    expect(stored.decision).toEqual(decision);
    expect(stored.facts).toEqual(FACTS);
    const replayed = await city.context.read(county, async (tx) => {
      // 当时读到的那几行：之后才截止的，另立一行，原行不变
      const rows = await parameterRows(
        tx,
        stored.decision.parameters.map((p) => p.rowId),
      );
      return judge(stored.facts as typeof FACTS, makeParameters(rows), stored.asOf);
    });
    expect(replayed).toEqual(stored.decision);
  });

  test('事实是密文；应用角色不能改决定', async () => {
    const id = await city.context.write(county, (tx) =>
      save(
        tx,
        newId(),
        judge(
          FACTS,
          makeParameters([{ ...row('T-RULE', '60000', '2026-01-01'), id: newId(), knownSince: '2026-01-01' }]),
          '2026-03-02',
        ),
      ),
    );
    const { rows } = await city.owner.query(`select encode(content, 'escape') as text from decision where id = '${id}'`);
    expect(rows[0].text).not.toMatch(/monthlyIncomeFen|58000|收入低于标准/);
    await expect(city.database.pool.query(`update city.decision set amount_fen = 1`)).rejects.toMatchObject({ code: '42501' });
  });

  test('本人看得到自己的；别的乡镇、别的居民看不到', async () => {
    const caseId = newId();
    const personId = newId();
    const decision = judge(
      FACTS,
      makeParameters([{ ...row('T-RULE', '60000', '2026-01-01'), id: newId(), knownSince: '2026-01-01' }]),
      '2026-03-02',
    );
    await city.context.write(county, (tx) =>
      saveDecision(tx, { caseId, kind: 'final', division: 石桥镇, personId, decision, facts: FACTS }),
    );
    const seen = async (actor: Actor) => (await city.context.read(actor, (tx) => decisionsOfCase(tx, caseId))).length;
    const resident = (id: string): Actor => ({
      ...publicActor,
      kind: 'resident',
      role: 'resident',
      id,
      personId: id,
      ownPersonId: id,
    });
    expect(await seen(county)).toBe(1);
    expect(await seen(staff(石桥镇))).toBe(1);
    expect(await seen(resident(personId))).toBe(1);
    expect(await seen(staff(柳湾乡))).toBe(0);
    expect(await seen(resident(newId()))).toBe(0);
    expect(await seen(publicActor)).toBe(0);
  });
});
