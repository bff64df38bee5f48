import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { explain } from '../result/index.ts';
import { accepted, idNumber, officer, register, residentActor } from './fixtures.ts';
import {
  addHouseholdMember,
  closeAccess,
  definePersonFileSection,
  factsAsOf,
  findByIdNumber,
  getPerson,
  grantAccess,
  householdOf,
  identifyPerson,
  type PersonId,
  personFile,
  recordDeath,
  recordFact,
  recordRelationship,
  registerHousehold,
  registerPerson,
  relatedTo,
  removeMember,
  reportDeath,
  reveal,
  searchPersons,
  updateContact,
} from './server.ts';

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

describe('登记', () => {
  test('登记张小华：号码加密，页面上只见前三后四，性别生日取自号码', async () => {
    const number = '421202195001010012';
    const id = accepted(
      await db.context.write(tongcheng, (tx) =>
        registerPerson(tx, { name: '张小华', idNumber: number, phone: '13812345678', division: VILLAGE }),
      ),
    );
    const person = accepted(await db.context.read(tongcheng, (tx) => getPerson(tx, id)));
    expect(person).toMatchObject({
      name: '张小华',
      idNumber: '421***********0012',
      phone: '138****5678',
      sex: 'male',
      birthDate: '1950-01-01',
      lifeState: 'alive',
      division: VILLAGE,
    });
    const stored = await db.owner.query('select person::text as row from person where id = $1', [id]);
    expect(stored.rows[0].row).not.toContain(number);
    expect(stored.rows[0].row).not.toContain('13812345678');
  });
  test('同一号码再登记：指出已有的档案；末位小写 x 也算同一号码', async () => {
    const number = '42122219640229006X';
    const id = accepted(
      await db.context.write(tongcheng, (tx) => registerPerson(tx, { name: '李四海', idNumber: number, division: VILLAGE })),
    );
    const again = await db.context.write(tongcheng, (tx) =>
      registerPerson(tx, { name: '李四海', idNumber: number.toLowerCase(), division: VILLAGE }),
    );
    expect(again).toMatchObject({ ok: false, code: 'PERSON_EXISTS', params: { personId: id } });
    if (!again.ok) expect(explain(again).message).toContain('已登记为李四海');
  });
  test('号码登记在别的县：只说已在其他地区登记，不说是谁、在哪里', async () => {
    const number = idNumber();
    await db.context.write(chongyang, (tx) => register(tx, { name: '王别处', idNumber: number, division: ELSEWHERE }));
    const refused = await db.context.write(tongcheng, (tx) =>
      registerPerson(tx, { name: '王别处', idNumber: number, division: VILLAGE }),
    );
    expect(refused).toEqual({ ok: false, code: 'PERSON_EXISTS_ELSEWHERE', params: {} });
  });
  test('两个经办人同时登记同一号码：只成一份，另一人被告知已登记', async () => {
    const number = idNumber();
    const results = await Promise.all(
      [1, 2].map(() =>
        db.context.write(tongcheng, (tx) => registerPerson(tx, { name: '赵同时', idNumber: number, division: VILLAGE })),
      ),
    );
    expect(results.map((r) => (r.ok ? 'ok' : r.code)).sort()).toEqual(['PERSON_EXISTS', 'ok']);
  });
  test('校验位不对、出生在将来、别县的村：都不登记', async () => {
    const attempt = (given: { idNumber: string; division: string }) =>
      db.context.write(tongcheng, async (tx) => {
        const result = await registerPerson(tx, { name: '某人', ...given });
        return result.ok ? 'ok' : result.code;
      });
    expect(await attempt({ idNumber: '421281194012310025', division: VILLAGE })).toBe('ID_NUMBER_INVALID');
    expect(await attempt({ idNumber: idNumber('2026-03-03'), division: VILLAGE })).toBe('BIRTH_IN_FUTURE');
    expect(await attempt({ idNumber: idNumber('2026-03-02'), division: VILLAGE })).toBe('ok');
    expect(await attempt({ idNumber: idNumber(), division: ELSEWHERE })).toBe('OUT_OF_AREA');
  });
  test('改电话：旧版本号被拒绝，新电话遮盖显示', async () => {
    const id = await newPerson('钱改号');
    const change = (version: number) =>
      db.context.write(tongcheng, (tx) => updateContact(tx, { personId: id, version, contact: { phone: '13900001111' } }));
    expect(await change(1)).toEqual({ ok: true, value: { version: 2 } });
    expect(await change(1)).toMatchObject({ ok: false, code: 'VERSION_CONFLICT' });
    expect(accepted(await db.context.read(tongcheng, (tx) => getPerson(tx, id))).phone).toBe('139****1111');
  });
});

describe('查找', () => {
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
    await db.context.write(everywhere, (tx) =>
      register(tx, { name: '贺知章', division: ELSEWHERE, registeredDivision: VILLAGE }),
    );
    expect(await names('贺知章', tongcheng)).toEqual(['贺知章']);
    expect(await names('贺知章', chongyang)).toEqual(['贺知章']);
    expect(await names('贺知章', officer('421200000000', 'city-clerk'))).toEqual(['贺知章']);
  });
  test('按身份证号码找；查过谁记入审计，审计里没有号码', async () => {
    const number = idNumber();
    const id = await db.context.write(everywhere, (tx) => register(tx, { name: '冯查号', idNumber: number, division: VILLAGE }));
    const actor = officer('421222000000', 'county-clerk');
    expect(await names(number, actor)).toEqual(['冯查号']);
    const { rows } = await db.owner.query(
      'select action, person_ids, audit_log::text as row from audit_log where actor_id = $1',
      [actor.id],
    );
    expect(rows).toMatchObject([{ action: 'person.searched', person_ids: [id] }]);
    expect(rows[0].row).not.toContain(number);
  });
  test('同名25人：每页20人，翻页不重不漏', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 25; i++) ids.add(await newPerson('刘翻页'));
    const page = (cursor: string | null) =>
      db.context.write(tongcheng, async (tx) => accepted(await searchPersons(tx, { text: '翻页', cursor })));
    const first = await page(null);
    expect(first.persons).toHaveLength(20);
    const second = await page(first.cursor);
    expect(second.cursor).toBeNull();
    expect(new Set([...first.persons, ...second.persons].map((p) => p.id))).toEqual(ids);
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
});

describe('谁能看', () => {
  test('通城县办件打开住在崇阳县的人：看得到基本资料，看不到家庭历史和事实；办结关闭后看不到', async () => {
    const number = idNumber();
    const id = await db.context.write(everywhere, (tx) =>
      register(tx, { name: '郑跨县', idNumber: number, division: ELSEWHERE }),
    );
    await db.context.write(everywhere, (tx) =>
      recordFact(tx, {
        subject: { kind: 'person', id },
        kind: 'declared-income',
        value: { fen: 1 },
        source: '本人申报',
        validFrom: '2026-01-01',
      }),
    );
    expect(await db.context.read(tongcheng, (tx) => findByIdNumber(tx, number))).toBeNull();
    expect(await db.context.write(tongcheng, (tx) => identifyPerson(tx, { idNumber: number, name: '郑错名' }))).toBeNull();
    const found = await db.context.write(tongcheng, (tx) => identifyPerson(tx, { idNumber: number, name: '郑跨县' }));
    expect(found).toBe(id);
    expect(await db.context.read(tongcheng, (tx) => getPerson(tx, id))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    await db.context.write(tongcheng, (tx) => grantAccess(tx, { personId: id, division: '421222000000', reason: 'case:1' }));
    const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id)));
    expect(file.person.name).toBe('郑跨县');
    expect(file.facts).toEqual([]);
    expect(file.lifeEvents).toEqual([]);
    await db.context.write(tongcheng, (tx) => closeAccess(tx, 'case:1'));
    expect(await db.context.read(tongcheng, (tx) => getPerson(tx, id))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
  });
  test('居民只看到自己；家人只见关系，不见姓名', async () => {
    const [me, wife] = [await newPerson('孙本人'), await newPerson('孙家人')];
    await db.context.write(everywhere, async (tx) =>
      accepted(
        await registerHousehold(tx, {
          division: VILLAGE,
          urbanRural: 'rural',
          headId: me,
          members: [{ personId: wife, relation: 'spouse' }],
          from: '2020-01-01',
        }),
      ),
    );
    await db.context.read(residentActor(me), async (tx) => {
      expect(accepted(await getPerson(tx, me)).name).toBe('孙本人');
      expect(await getPerson(tx, wife)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
      expect(await tx.rows(sql`select id from person`)).toHaveLength(1);
      const household = await householdOf(tx, me);
      expect(household?.members.map((m) => [m.relation, m.person?.name ?? null])).toEqual([
        ['head', '孙本人'],
        ['spouse', null],
      ]);
    });
  });
  test('没有设定范围的连接一行也看不到；提交之后同一连接仍然一行也看不到', async () => {
    const client = await db.database.pool.connect();
    const count = async () => {
      const seen: number[] = [];
      for (const table of [
        'person',
        'household',
        'household_member',
        'relationship',
        'fact_version',
        'life_event',
        'person_access',
      ])
        seen.push((await client.query(`select 1 from ${table}`)).rowCount ?? -1);
      const found = await client.query(
        `select * from person_search_page('张', array['421222100'], '0', ':', '', '00000000-0000-0000-0000-000000000000', 20)`,
      );
      return [...seen, found.rowCount];
    };
    try {
      expect(await count()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      await client.query(
        `begin;select set_config('app.lo','421200000000',true),set_config('app.hi','4213',true),set_config('app.person','',true)`,
      );
      expect((await client.query('select 1 from person')).rowCount).toBeGreaterThan(0);
      await client.query('commit');
      expect(await count()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      await expect(client.query('select 1 from person_search')).rejects.toThrow('permission denied');
    } finally {
      client.release();
    }
  });
  test('查看完整号码须写事由，本人事后能看到是谁看的', async () => {
    const number = idNumber();
    const id = await db.context.write(everywhere, (tx) => register(tx, { name: '周事由', idNumber: number, division: VILLAGE }));
    const ask = (purpose: string) =>
      db.context.write(tongcheng, (tx) => reveal(tx, { personId: id, field: 'idNumber', purpose }));
    expect(await ask(' ')).toMatchObject({ ok: false, code: 'PURPOSE_REQUIRED' });
    expect(await ask('核对低保申请')).toEqual({ ok: true, value: number });
    const { rows } = await db.owner.query(
      `select action, purpose, actor_id from audit_log where person_id = $1 and action = 'person.revealed'`,
      [id],
    );
    expect(rows).toEqual([{ action: 'person.revealed', purpose: '核对低保申请', actor_id: tongcheng.id }]);
    const phone = await db.context.write(tongcheng, (tx) => reveal(tx, { personId: id, field: 'phone', purpose: '电话回访' }));
    expect(phone).toMatchObject({ ok: false, code: 'NOTHING_TO_REVEAL' });
  });
  test('10分钟内可看50人的档案，第51人被拒绝；已看过的人仍可再看', async () => {
    const curious = officer('421222000000', 'county-clerk');
    const ids: PersonId[] = [];
    for (let i = 0; i < 51; i++) ids.push(await newPerson('吴邻居'));
    const open = (id: PersonId) => db.context.write(curious, async (tx) => (await personFile(tx, id)).ok);
    for (const id of ids.slice(0, 50)) expect(await open(id)).toBe(true);
    expect(await db.context.write(curious, (tx) => personFile(tx, ids[50]!))).toMatchObject({ ok: false, code: 'BULK_VIEW' });
    expect(await open(ids[0]!)).toBe(true);
  });
});

describe('家庭', () => {
  test('女儿3月1日迁出、3月10日才知道：按当时所知她还在户里，按现在所知3月5日她已不在', async () => {
    const [father, daughter] = [await newPerson('何父'), await newPerson('何女')];
    db.clock.set('2026-03-02');
    const { id } = await db.context.write(tongcheng, async (tx) =>
      accepted(
        await registerHousehold(tx, {
          division: VILLAGE,
          urbanRural: 'rural',
          headId: father,
          members: [{ personId: daughter, relation: 'child' }],
          from: '2020-01-01',
        }),
      ),
    );
    db.clock.set('2026-03-10');
    accepted(
      await db.context.write(tongcheng, (tx) =>
        removeMember(tx, { householdId: id, personId: daughter, on: '2026-03-01', reason: '婚嫁' }),
      ),
    );
    await db.context.read(tongcheng, async (tx) => {
      const size = async (asOf: { validOn: '2026-03-05' | '2026-02-28'; knownAt?: string }) =>
        (await householdOf(tx, father, asOf))?.members.length;
      expect(await size({ validOn: '2026-03-05', knownAt: '2026-03-05T00:00:00Z' })).toBe(2);
      expect(await size({ validOn: '2026-03-05' })).toBe(1);
      expect(await size({ validOn: '2026-02-28' })).toBe(2);
      expect(await householdOf(tx, daughter)).toBeNull();
    });
    const { rows } = await db.owner.query(
      `select payload from domain_event where type = 'household.member.changed' and subject_id = $1`,
      [id],
    );
    expect(rows).toMatchObject([{ payload: { personId: daughter, change: 'left', effectiveOn: '2026-03-01' } }]);
  });
  test('一人同时只属一户：已在别户的人（哪怕在看不到的县）不能再加入，两人同时加入也只成一个', async () => {
    const [a, b, shared] = [await newPerson('许甲'), await newPerson('许乙'), await newPerson('许共')];
    const found = (head: PersonId) =>
      db.context.write(tongcheng, async (tx) =>
        accepted(
          await registerHousehold(tx, { division: VILLAGE, urbanRural: 'rural', headId: head, members: [], from: '2020-01-01' }),
        ),
      );
    const households = [await found(a), await found(b)];
    expect(households[0]!.code).toMatch(/^421222\d{7}$/);
    const results = await Promise.all(
      households.map((h) =>
        db.context.write(tongcheng, (tx) =>
          addHouseholdMember(tx, {
            householdId: h.id,
            member: { personId: shared, relation: 'other' },
            from: '2026-01-01',
            reason: '投靠',
          }),
        ),
      ),
    );
    expect(results.map((r) => (r.ok ? 'ok' : r.code)).sort()).toEqual(['ALREADY_IN_HOUSEHOLD', 'ok']);
  });
  test('迁出日期不能早于加入日期，户主不能迁出', async () => {
    const [head, child] = [await newPerson('施户主'), await newPerson('施子')];
    const { id } = await db.context.write(tongcheng, async (tx) =>
      accepted(
        await registerHousehold(tx, {
          division: VILLAGE,
          urbanRural: 'urban',
          headId: head,
          members: [{ personId: child, relation: 'child' }],
          from: '2026-01-01',
        }),
      ),
    );
    const remove = (personId: PersonId, on: '2026-01-01' | '2026-01-02') =>
      db.context.write(tongcheng, async (tx) => {
        const result = await removeMember(tx, { householdId: id, personId, on, reason: '分户' });
        return result.ok ? 'ok' : result.code;
      });
    expect(await remove(head, '2026-01-02')).toBe('HEAD_STAYS');
    expect(await remove(child, '2026-01-01')).toBe('MEMBERSHIP_DATES');
    expect(await remove(child, '2026-01-02')).toBe('ok');
    expect(await remove(child, '2026-01-02')).toBe('NOT_A_MEMBER');
  });
  test('回避：经办人的儿子、同住的人、在别县的岳母都查得出，无关的人不算', async () => {
    const [own, son, mother, stranger] = [
      await newPerson('经办自己'),
      await newPerson('经办儿子'),
      await newPerson('岳母', ELSEWHERE),
      await newPerson('路人'),
    ];
    await db.context.write(everywhere, async (tx) => {
      accepted(await recordRelationship(tx, { personId: own, relatedId: son, kind: 'child', source: '户口簿' }));
      accepted(await recordRelationship(tx, { personId: mother, relatedId: own, kind: 'child', source: '结婚证' }));
    });
    const related = await db.context.read(tongcheng, (tx) => relatedTo(tx, own, [son, mother, stranger]));
    expect(new Map(related.map((r) => [r.personId, r.kind]))).toEqual(
      new Map([
        [son, 'child'],
        [mother, 'parent'],
      ]),
    );
  });
});

describe('死亡与事实', () => {
  test('疑似死亡只作报告；确认死亡后退出家庭、记入档案、发出事件', async () => {
    const [head, old] = [await newPerson('沈户主'), await newPerson('沈老人')];
    await db.context.write(tongcheng, async (tx) =>
      accepted(
        await registerHousehold(tx, {
          division: VILLAGE,
          urbanRural: 'rural',
          headId: head,
          members: [{ personId: old, relation: 'parent' }],
          from: '2020-01-01',
        }),
      ),
    );
    const notice = { personId: old, diedOn: '2026-03-08', source: '村委会报告' } as const;
    accepted(await db.context.write(tongcheng, (tx) => reportDeath(tx, notice)));
    await db.context.read(tongcheng, async (tx) => {
      expect(accepted(await getPerson(tx, old)).lifeState).toBe('death-reported');
      expect((await householdOf(tx, head))?.members).toHaveLength(2);
    });
    accepted(
      await db.context.write(tongcheng, (tx) => recordDeath(tx, { ...notice, source: '火化证明', certificateRef: '火证001' })),
    );
    await db.context.read(tongcheng, async (tx) => {
      expect(accepted(await getPerson(tx, old))).toMatchObject({ lifeState: 'dead', diedOn: '2026-03-08' });
      expect((await householdOf(tx, head))?.members).toHaveLength(1);
      expect((await householdOf(tx, head, { validOn: '2026-03-07' }))?.members).toHaveLength(2);
      const facts = await factsAsOf(tx, { kind: 'person', id: old }, { validOn: '2026-03-08', kinds: ['life'] });
      expect(facts.map((f) => f.value)).toEqual([{ alive: false, diedOn: '2026-03-08', certificateRef: '火证001' }]);
    });
    const { rows } = await db.owner.query('select type from domain_event where subject_id = $1 order by seq', [old]);
    expect(rows.map((r) => r.type)).toEqual(['person.death.reported', 'person.died']);
    expect(await db.context.write(tongcheng, (tx) => recordDeath(tx, notice))).toMatchObject({ ok: false, code: 'ALREADY_DEAD' });
  });
  test('死亡日期在明天、早于出生：都不登记，改成今天就可以', async () => {
    const id = await newPerson('蒋日期');
    const die = (diedOn: '2026-03-11' | '1980-05-05' | '2026-03-10') =>
      db.context.write(tongcheng, async (tx) => {
        const result = await recordDeath(tx, { personId: id, diedOn, source: '医院' });
        return result.ok ? 'ok' : result.code;
      });
    expect(await die('2026-03-11')).toBe('DEATH_IN_FUTURE');
    expect(await die('1980-05-05')).toBe('DEATH_BEFORE_BIRTH');
    expect(await die('2026-03-10')).toBe('ok');
  });
  test('收入后来更正：决定时读到的那一版还查得到，中间更正的一个月不改前后月份', async () => {
    const id = await newPerson('韩收入');
    const subject = { kind: 'person', id } as const;
    const record = (fen: number, validFrom: '2026-01-01' | '2026-02-01', validTo: '2026-03-01' | null = null) =>
      db.context.write(tongcheng, async (tx) =>
        accepted(
          await recordFact(tx, { subject, kind: 'verified-income', value: { fen }, source: '核对报告', validFrom, validTo }),
        ),
      );
    db.clock.set('2026-03-10');
    const first = await record(1000_00, '2026-01-01');
    db.clock.set('2026-03-20');
    await record(1500_00, '2026-02-01', '2026-03-01');
    await db.context.read(tongcheng, async (tx) => {
      const on = async (validOn: '2026-01-15' | '2026-02-15' | '2026-03-15', knownAt?: string) =>
        (await factsAsOf(tx, subject, { validOn, ...(knownAt ? { knownAt } : {}) })).map((f) => (f.value as { fen: number }).fen);
      expect(await on('2026-02-15')).toEqual([1500_00]);
      expect(await on('2026-01-15')).toEqual([1000_00]);
      expect(await on('2026-03-15')).toEqual([1000_00]);
      expect(await on('2026-02-15', '2026-03-15T00:00:00Z')).toEqual([1000_00]);
      const then = await factsAsOf(tx, subject, { validOn: '2026-02-15', knownAt: '2026-03-15T00:00:00Z' });
      expect(then[0]!.id).toBe(first);
    });
  });
  test('残疾证等证明加密保存，读出来仍是原值', async () => {
    const id = await newPerson('杨证件');
    const value = { kind: '残疾人证', number: '42122219800506MARKER44' };
    await db.context.write(tongcheng, async (tx) =>
      accepted(
        await recordFact(tx, {
          subject: { kind: 'person', id },
          kind: 'certificate',
          value,
          source: '残联',
          validFrom: '2020-01-01',
        }),
      ),
    );
    const stored = await db.owner.query('select fact_version::text as row from fact_version where subject_id = $1', [id]);
    expect(stored.rows[0].row).not.toContain('MARKER');
    const [fact] = await db.context.read(tongcheng, (tx) => factsAsOf(tx, { kind: 'person', id }, { validOn: '2026-01-01' }));
    expect(fact!.value).toEqual(value);
  });
  test('一人一档：其他业务加的栏目也在档案里，打开一次记一次', async () => {
    definePersonFileSection({ key: 'test-cases', zh: '办件', load: async (_, personId) => [{ personId }] });
    const id = await newPerson('朱档案');
    const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id)));
    expect(file.lifeEvents.map((e) => e.kind)).toEqual(['birth']);
    expect(file.sections).toEqual([{ key: 'test-cases', zh: '办件', content: [{ personId: id }] }]);
    const { rows } = await db.owner.query(
      `select count(*)::int as n from audit_log where person_id = $1 and action = 'person.opened'`,
      [id],
    );
    expect(rows[0].n).toBe(1);
  });
});
