import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { determineCommand } from './determine.ts';

const w1 = {
  division: '421202000000',
  urbanRural: 'urban',
  applicationMonth: '2026-03',
  members: [
    { ref: '父', relation: 'self', birthDate: '1986-03-10', workCapacity: 'full', employment: 'employed' },
    {
      ref: '母',
      relation: 'spouse',
      birthDate: '1987-03-10',
      workCapacity: 'full',
      employment: 'unemployed',
      exemptReason: 'caring',
    },
    { ref: '孩', relation: 'child', birthDate: '2016-01-15', student: 'school', disabilities: [{ type: 'physical', level: 1 }] },
  ],
  incomes: [{ member: '父', type: 'wage', amountFen: 1600_00, per: 'month' }],
  expenses: [{ member: '孩', class: 'rehabilitation', totalFen: 3600_00 }],
  obligors: [],
  assets: { financial: [], vehicles: [], houses: [], firms: [] },
  check: { status: 'complete' },
};

async function run(args: string[], input: unknown = '') {
  const sink = () => {
    const parts: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        parts.push(String(chunk));
        done();
      },
    });
    return { parts, stream };
  };
  const [out, err] = [sink(), sink()];
  const stdin = Readable.from([Buffer.from(typeof input === 'string' ? input : JSON.stringify(input))]);
  const code = await determineCommand.run(args, { stdin, stdout: out.stream, stderr: err.stream });
  return { code, out: out.parts.join(''), err: err.parts.join('') };
}

test('示例 W1 用咸宁市的标准：符合，每月 1,740 元，3 月 31 日决定从 4 月起', async () => {
  const { code, out } = await run(['SA-01', '--on', '2026-03-31'], w1);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'eligible',
    amountFen: 1740_00,
    effectiveMonth: '2026-04',
    category: 'dibao',
  });
  expect(JSON.parse(out).clauses.length).toBeGreaterThan(6);
});
test('--division 嘉鱼县用该县 830 元的标准；六位代码也可以', async () => {
  const { out } = await run(['SA-01', '--on', '2026-03-31', '--division', '421221'], w1);
  // 就业成本 415：(2,490×12 − (1,185×12 − 3,600)) ÷ 12 ＝ 1,605；分类施保 249
  expect(JSON.parse(out)).toMatchObject({ standardFen: 830_00, amountFen: 1854_00 });
});
test('没有写的部分就是尚未查明：不能确定，退出码仍为 0', async () => {
  const { obligors: _o, assets: _a, check: _c, ...declared } = w1;
  const { code, out } = await run(['SA-01', '--on', '2026-03-31'], declared);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'undetermined', amountFen: null, effectiveMonth: null });
});
test('填错的字段逐个指出路径，退出码 2，没有输出', async () => {
  const wrong = {
    ...w1,
    members: [{ ...w1.members[0], birthDate: '1986-02-30' }],
    incomes: [{ ...w1.incomes[0], amountFen: -1 }],
    bonus: 1,
  };
  const { code, out, err } = await run(['SA-01'], wrong);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('members.0.birthDate: 日期无效');
  expect(err).toContain('incomes.0.amountFen: 金额不能为负数');
  expect(err).toContain('没有这些字段：bonus');
});
test('收入写在不存在的成员名下：指出来，不悄悄丢掉', async () => {
  const { code, err } = await run(['SA-01'], { ...w1, incomes: [{ ...w1.incomes[0], member: '甲' }] });
  expect([code, err]).toEqual([2, 'incomes.0.member: 家庭成员中没有编号“甲”\n']);
});
test('不是 JSON、空输入、没有这个事项、日期写错、区划不存在：一句话，退出码 2', async () => {
  expect(await run(['SA-01'], '{')).toMatchObject({ code: 2, err: expect.stringContaining('不是有效的 JSON') });
  expect(await run(['SA-01'], '')).toMatchObject({ code: 2, err: expect.stringContaining('标准输入是空的') });
  expect(await run(['SA-99'], w1)).toMatchObject({ code: 2, err: expect.stringContaining('SA-99') });
  expect(await run(['SA-01', '--on', '2026-02-30'], w1)).toMatchObject({ code: 2, err: expect.stringContaining('2026-02-30') });
  expect(await run(['SA-01', '--division', '110101'], w1)).toMatchObject({ code: 2, err: expect.stringContaining('110101') });
  expect(await run(['SA-01'], { ...w1, division: '110101000000' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('division'),
  });
});
test('该日期没有有效标准：说明缺哪一项，退出码 1', async () => {
  expect(await run(['SA-01', '--on', '2018-03-31'], w1)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('缺少有效参数，已转人工处理'),
  });
});
test('--schema 输出 JSON Schema：有中文标题，必填项只有四个，枚举带中文名', async () => {
  const { code, out } = await run(['--schema', 'SA-01']);
  const schema = JSON.parse(out);
  expect(code).toBe(0);
  expect(schema.required).toEqual(['division', 'urbanRural', 'applicationMonth', 'members']);
  expect(schema.properties.urbanRural).toMatchObject({ title: '城乡类别', description: 'urban 城市；rural 农村' });
  expect(schema.properties.members.items.properties.birthDate).toMatchObject({ format: 'date' });
});
test('示例 W6 用咸宁市的标准：SA-03 特困，三项不能自理，农村每月 1,515 元；成员写错时说明是哪一项', async () => {
  const facts = {
    division: '421223000000',
    urbanRural: 'rural',
    applicationMonth: '2026-05',
    members: [{ ref: 'self', relation: 'self', birthDate: '1960-02-01', workCapacity: 'none', employment: 'unemployed' }],
    incomes: [],
    assets: { financial: [], vehicles: [], houses: [], firms: [] },
    check: { status: 'complete' },
    supporters: [],
    care: { eating: true, dressing: false, bed: true, toilet: false, walking: true, bathing: false },
  };
  const { code, out } = await run(['SA-03', '--on', '2026-06-25'], facts);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'eligible',
    category: 'tekun',
    grade: 'half',
    amountFen: 1515_00,
    effectiveMonth: '2026-07',
  });
  expect(await run(['SA-03'], { ...facts, person: '乙' })).toMatchObject({ code: 2, err: expect.stringContaining('person') });
  expect(
    JSON.parse((await run(['--schema', 'SA-03'])).out).properties.supporters.anyOf[0].items.properties.assetsLow.title,
  ).toContain('财产');
});

test('残疾人两项补贴算例 E1、E2：6月申请、7月14日审定，DB-01 每月110元、DB-02 每月125元，都从6月起；不是低保的没有生活补贴', async () => {
  const facts = {
    division: '421202100001',
    applicationMonth: '2026-06',
    certificate: { state: 'valid', category: 'physical', level: '1', issuedOn: '2020-03-01' },
    longTermCare: true,
    dibao: [{ from: '2025-01', to: null }],
    edge: [],
    tekun: [],
    workInjuryCare: [],
    orphan: [],
    deFactoFull: [],
    others: [],
  };
  const decided = async (item: string, given: object) => JSON.parse((await run([item, '--on', '2026-07-14'], given)).out);
  expect(await decided('DB-01', facts)).toMatchObject({ outcome: 'eligible', amountFen: 110_00, effectiveMonth: '2026-06' });
  expect(await decided('DB-02', facts)).toMatchObject({ outcome: 'eligible', amountFen: 125_00, effectiveMonth: '2026-06' });
  expect(await decided('DB-01', { ...facts, dibao: [] })).toMatchObject({ outcome: 'not-eligible', amountFen: 0 });
});

test('事实写错了：每一处一句中文，没有程序用语', async () => {
  const { code, err } = await run(['SA-01'], {
    ...w1,
    members: [],
    urbanRural: 'village',
    incomes: 'none',
    check: { status: 1 },
  });
  expect(code).toBe(2);
  expect(err.trim().split('\n').sort()).toEqual([
    'check.status: 请从选项中选择',
    'incomes: 应当是列表',
    'members: 至少要有1项',
    'urbanRural: 请从选项中选择',
  ]);
});
