import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../database/sql.ts';
import { idNumber, register, residentActor } from '../resident/fixtures.ts';
import { explain } from '../result/index.ts';
import {
  city,
  closeCity,
  codeOf,
  MINUTE,
  must,
  openCity,
  PASSWORD,
  pass,
  signIn,
  system,
  user,
  上坪村,
  柳湾乡,
  石桥镇,
} from './fixtures.ts';
import {
  type Actor,
  allow,
  anyone,
  type DutyCode,
  duties,
  isOneOf,
  officers,
  permits,
  publicActor,
  type Role,
  roles,
  signedIn,
} from './index.ts';
import {
  actorOf,
  addDuty,
  createUser,
  dutiesOf,
  endDuty,
  listUsers,
  requestSignInCode,
  signInResident,
  signOut,
  startStaffSession,
  switchDuty,
  totpCode,
} from './server.ts';

beforeAll(openCity);
afterAll(closeCity);

describe('登录', () => {
  test('密码对：得到岗位和范围', async () => {
    const { login, id } = await user();
    const { token } = must(await signIn(login));
    const view = (await actorOf(city.context, token))!;
    expect(view.actor).toMatchObject({
      kind: 'staff',
      id,
      role: 'township-clerk',
      division: 石桥镇,
      lo: 石桥镇,
      hi: '990121101000',
    });
    const { rows } = await city.owner.query(`select token_hash from session where user_id = '${id}'`);
    expect(rows[0].token_hash).not.toContain(token);
  });

  test('登录的审计记录写明是谁、什么岗位、哪里，不写“系统”；一键登录也一样', async () => {
    const { id } = await user({ name: '赵晓梅' });
    must(await startStaffSession(city.context, id));
    const { rows } = await city.owner.query(
      "select actor_id, actor_name, role, division from audit_log where action = 'sign-in' and subject_id = $1",
      [id],
    );
    expect(rows).toEqual([{ actor_id: id, actor_name: '赵晓梅', role: 'township-clerk', division: 石桥镇 }]);
  });

  test('没有这个账号和密码错，回答一样', async () => {
    const { login } = await user();
    expect(await signIn('nobody-here')).toEqual(await signIn(login, 'wrong'));
  });

  test('连错5次锁30分钟：锁着时密码对也不行，30分钟后可以；第4次不锁', async () => {
    const { login } = await user();
    for (let i = 0; i < 4; i++) expect(codeOf(await signIn(login, 'wrong'))).toBe('WRONG_CREDENTIALS');
    expect(codeOf(await signIn(login))).toBe('OK');
    for (let i = 0; i < 5; i++) expect(codeOf(await signIn(login, 'wrong'))).toBe('WRONG_CREDENTIALS');
    const locked = await signIn(login);
    expect(codeOf(locked)).toBe('ACCOUNT_LOCKED');
    if (!locked.ok) expect(explain(locked).message).toMatch(/请于\d{2}:\d{2}后再试/);
    pass(29 * MINUTE);
    expect(codeOf(await signIn(login))).toBe('ACCOUNT_LOCKED');
    pass(2 * MINUTE);
    expect(codeOf(await signIn(login))).toBe('OK');
  });

  test('一齐猜密码：五次机会不因同时而变多', async () => {
    const { login, id } = await user();
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(login, 'wrong')));
    expect(answers.every((a) => !a.ok)).toBe(true);
    expect(codeOf(await signIn(login))).toBe('ACCOUNT_LOCKED');
    const { rows } = await city.owner.query(`select locked_until is not null as locked from staff_user where id = '${id}'`);
    expect(rows[0].locked).toBe(true);
  });

  test('动态码：对的、前后一步的可以；再早的、没有的、别人的不行', async () => {
    pass(0); // 时钟停住：测试不跨过30秒的边界
    const { login, totpSecret } = await user({ demonstration: false });
    const at = (shift: number) => totpCode(totpSecret!, Date.now() + shift * 30_000);
    expect(codeOf(await signIn(login))).toBe('WRONG_CREDENTIALS');
    expect(codeOf(await signIn(login, PASSWORD, at(-3)))).toBe('WRONG_CREDENTIALS');
    expect(codeOf(await signIn(login, PASSWORD, at(3)))).toBe('WRONG_CREDENTIALS');
    expect(codeOf(await signIn(login, PASSWORD, at(-1)))).toBe('OK');
    expect(codeOf(await signIn(login, PASSWORD, at(1)))).toBe('OK');
  });

  test('动态码用过一次就不能再用', async () => {
    const { login, totpSecret } = await user({ demonstration: false });
    const code = totpCode(totpSecret!, Date.now());
    expect(codeOf(await signIn(login, PASSWORD, code))).toBe('OK');
    expect(codeOf(await signIn(login, PASSWORD, code))).toBe('WRONG_CREDENTIALS');
  });

  test('停用的账号、没有岗位的账号：不能登录', async () => {
    const stopped = await user();
    await city.owner.query(`update staff_user set active = false where id = '${stopped.id}'`);
    expect(codeOf(await signIn(stopped.login))).toBe('WRONG_CREDENTIALS');
    expect(codeOf(await startStaffSession(city.context, stopped.id))).not.toBe('OK');
    const idle = await user({ duties: [] });
    expect(codeOf(await signIn(idle.login))).toBe('NO_DUTY');
  });

  test('账号重名：换一个', async () => {
    const { login } = await user();
    const again = await city.context.write(system(), (tx) =>
      createUser(tx, { login, name: '别人', division: 石桥镇, duties: [] }),
    );
    expect(codeOf(again)).toBe('LOGIN_TAKEN');
  });
});

describe('会话', () => {
  test('看得到完整号码、经手钱的岗位15分钟没有动作就结束，别的30分钟；每动一次重新计', async () => {
    const lasts = async (role: Role, duty: DutyCode | null, minutes: number) => {
      const { login } = await user({ duties: [{ role, duty, division: 石桥镇, domain: 'all' }] });
      const { token } = must(await signIn(login));
      for (let i = 0; i < 2; i++) {
        pass((minutes - 1) * MINUTE);
        expect(await actorOf(city.context, token), `${duty ?? role} ${minutes - 1}`).not.toBeNull();
      }
      pass((minutes + 1) * MINUTE);
      expect(await actorOf(city.context, token), `${duty ?? role} ${minutes + 1}`).toBeNull();
    };
    await lasts('township-clerk', null, 15);
    await lasts('dept-user', 'treasury-officer', 15);
    await lasts('institution-user', 'device-technician', 30);
    await lasts('security-admin', null, 30);
  });

  test('没有人在的页面自己问的不算动作：会话照样到时结束', async () => {
    const { login } = await user();
    const { token } = must(await signIn(login));
    for (let i = 0; i < 14; i++) {
      pass(MINUTE);
      expect(await actorOf(city.context, token, true)).not.toBeNull();
    }
    pass(2 * MINUTE);
    expect(await actorOf(city.context, token, true)).toBeNull();
  });

  test('退出以后、停用以后，令牌失效；乱写的令牌无效', async () => {
    const { login, id } = await user();
    const one = must(await signIn(login));
    await signOut(city.context, one.sessionId);
    expect(await actorOf(city.context, one.token)).toBeNull();
    const two = must(await signIn(login));
    await city.owner.query(`update staff_user set active = false where id = '${id}'`);
    expect(await actorOf(city.context, two.token)).toBeNull();
    expect(await actorOf(city.context, 'x')).toBeNull();
  });

  test('岗位结束的第二天，会话也结束；当天还有效', async () => {
    const { login, id } = await user();
    const { token } = must(await signIn(login));
    const [duty] = await city.context.read(system(), (tx) => dutiesOf(tx, id));
    city.clock.set('2026-03-05');
    must(await city.context.write(system(), (tx) => endDuty(tx, duty!.id)));
    expect(await actorOf(city.context, token)).toBeNull();
    expect(codeOf(await city.context.write(system(), (tx) => endDuty(tx, duty!.id)))).toBe('NOT_FOUND');
    city.clock.set('2026-03-02');
  });

  test('两个岗位可以切换，范围随之变；别人的岗位不能切', async () => {
    const both = await user({
      duties: [
        { role: 'township-clerk', division: 石桥镇, domain: 'social-assistance' },
        { role: 'township-leader', division: 柳湾乡, domain: 'social-assistance' },
      ],
    });
    const other = await user();
    const { token } = must(await signIn(both.login));
    const view = (await actorOf(city.context, token))!;
    expect(view.duties).toHaveLength(2);
    const second = view.duties.find((d) => d.id !== view.actor.dutyId)!;
    must(await switchDuty(city.context, view.actor, second.id));
    expect((await actorOf(city.context, token))!.actor).toMatchObject({ role: second.role, division: second.division });
    const [theirs] = await city.context.read(system(), (tx) => dutiesOf(tx, other.id));
    expect(codeOf(await switchDuty(city.context, view.actor, theirs!.id))).toBe('NO_DUTY');
  });

  test('以后才开始的岗位现在用不上', async () => {
    const { id, login } = await user({ duties: [] });
    await city.context.write(system(), (tx) =>
      addDuty(tx, id, { role: 'township-clerk', division: 石桥镇, domain: 'social-assistance', validFrom: '2026-04-01' }),
    );
    expect(codeOf(await signIn(login))).toBe('NO_DUTY');
    city.clock.set('2026-04-01');
    expect(codeOf(await signIn(login))).toBe('OK');
    city.clock.set('2026-03-02');
  });
});

const codeFor = async (personId: string): Promise<string> => must(await requestSignInCode(city.context, personId));

describe('居民验证码', () => {
  const person = (name = '张小华') =>
    city.context.write(system(), (tx) => register(tx, { name, division: 上坪村, idNumber: idNumber('1980-05-06', '990121') }));
  const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

  /** Another code than the one before: one in a million is the same. */
  async function otherCode(personId: string, before: string): Promise<string> {
    for (;;) {
      const code = await codeFor(personId);
      if (code !== before) return code;
    }
  }

  test('对的码进来，看得到的只有自己', async () => {
    const personId = await person();
    const { token } = must(await signInResident(city.context, { personId, code: await codeFor(personId) }));
    expect((await actorOf(city.context, token))!.actor).toMatchObject({
      kind: 'resident',
      personId,
      lo: null,
      hi: null,
      name: '张小华',
    });
  });

  test('一个码只能用一次', async () => {
    const personId = await person();
    const code = await codeFor(personId);
    must(await signInResident(city.context, { personId, code }));
    expect(codeOf(await signInResident(city.context, { personId, code }))).toBe('CODE_WRONG');
  });

  test('5分钟以后失效；4分钟还可以', async () => {
    const personId = await person();
    const early = await codeFor(personId);
    pass(4 * MINUTE);
    expect(codeOf(await signInResident(city.context, { personId, code: early }))).toBe('OK');
    const late = await codeFor(personId);
    pass(5 * MINUTE + 1000);
    expect(codeOf(await signInResident(city.context, { personId, code: late }))).toBe('CODE_WRONG');
  });

  test('错5次，对的也不行了；第5次之前改对可以', async () => {
    const personId = await person();
    const code = await codeFor(personId);
    for (let i = 0; i < 4; i++)
      expect(codeOf(await signInResident(city.context, { personId, code: wrong(code) }))).toBe('CODE_WRONG');
    expect(codeOf(await signInResident(city.context, { personId, code }))).toBe('OK');
    const next = await codeFor(personId);
    for (let i = 0; i < 5; i++)
      expect(codeOf(await signInResident(city.context, { personId, code: wrong(next) }))).toBe('CODE_WRONG');
    expect(codeOf(await signInResident(city.context, { personId, code: next }))).toBe('CODE_WRONG');
  });

  test('要了新码，旧码作废；新码同时提交两次只进来一次', async () => {
    const personId = await person();
    const old = await codeFor(personId);
    const fresh = await otherCode(personId, old);
    expect(codeOf(await signInResident(city.context, { personId, code: old }))).toBe('CODE_WRONG');
    const both = await Promise.all([1, 2].map(() => signInResident(city.context, { personId, code: fresh })));
    expect(both.map(codeOf).sort()).toEqual(['CODE_WRONG', 'OK']);
    expect(codeOf(await signInResident(city.context, { personId, code: old }))).toBe('CODE_WRONG');
  });

  test('反复要新码不能换来没有尽头的猜测：5分钟内错满5次，新码也不收', async () => {
    const personId = await person();
    for (let i = 0; i < 5; i++) {
      const code = await codeFor(personId);
      await signInResident(city.context, { personId, code: wrong(code) });
    }
    const code = await codeFor(personId);
    expect(codeOf(await signInResident(city.context, { personId, code }))).toBe('CODE_WRONG');
    pass(6 * MINUTE);
    expect(codeOf(await signInResident(city.context, { personId, code: await codeFor(personId) }))).toBe('OK');
  });

  test('5分钟内一个人最多要10个码，第11个不发；过后又可以要', async () => {
    const personId = await person();
    for (let i = 0; i < 10; i++) await codeFor(personId);
    expect(codeOf(await requestSignInCode(city.context, personId))).toBe('TOO_MANY_CODES');
    pass(6 * MINUTE);
    expect(codeOf(await requestSignInCode(city.context, personId))).toBe('OK');
  });

  test('库里没有明文验证码', async () => {
    const personId = await person();
    const code = await codeFor(personId);
    const { rows } = await city.owner.query(
      `select row_to_json(c)::text as text from sign_in_code c where person_id = '${personId}'`,
    );
    expect(rows[0].text).not.toContain(`"${code}"`);
  });
});

describe('行级安全', () => {
  const counts = (actor: Actor) =>
    city.context.read(actor, async (tx) => {
      const count = async (table: string) =>
        (
          await tx.one<{ n: number }>(
            table === 'staff_user'
              ? sql`select count(*)::int as n from staff_user`
              : table === 'duty'
                ? sql`select count(*)::int as n from duty`
                : table === 'session'
                  ? sql`select count(*)::int as n from session`
                  : sql`select count(*)::int as n from sign_in_code`,
          )
        ).n;
      return {
        users: await count('staff_user'),
        duties: await count('duty'),
        sessions: await count('session'),
        codes: await count('sign_in_code'),
      };
    });

  test('访客、居民看不到账号、岗位、别人的会话、验证码', async () => {
    await user();
    const personId = await city.context.write(system(), (tx) =>
      register(tx, { name: '路人', division: 上坪村, idNumber: idNumber('1980-05-06', '990121') }),
    );
    await codeFor(personId);
    expect(await counts(publicActor)).toEqual({ users: 0, duties: 0, sessions: 0, codes: 0 });
    expect(await counts(residentActor(personId))).toEqual({ users: 0, duties: 0, sessions: 0, codes: 0 });
  });

  test('乡镇的账号只在自己的范围里看得到', async () => {
    const { login } = await user();
    const from = (division: string): Actor => ({
      ...system(),
      kind: 'staff',
      division,
      lo: division,
      hi: `${division.slice(0, 8)}1000`,
    });
    const seen = (actor: Actor) => city.context.read(actor, (tx) => listUsers(tx, { text: login }));
    expect(await seen(from(石桥镇))).toHaveLength(1);
    expect(await seen(from(柳湾乡))).toHaveLength(0);
  });
});

describe('谁可以', () => {
  const staff = (role: Role, duty: Actor['duty'] = null): Actor => ({ ...publicActor, kind: 'staff', role, duty });

  test('有自己名字的岗位比角色窄：财务经办不是一般县级经办', () => {
    expect(isOneOf(staff('county-clerk', 'finance-clerk'), ['county-clerk'])).toBe(false);
    expect(isOneOf(staff('county-clerk', 'finance-clerk'), ['finance-clerk'])).toBe(true);
    expect(isOneOf(staff('county-clerk'), ['finance-clerk'])).toBe(false);
    expect(isOneOf(staff('county-clerk'), ['county-clerk'])).toBe(true);
  });

  test('访客只能做谁都能做的；登录以后能做要登录的；其余按岗位', () => {
    expect(permits(anyone, publicActor)).toBe(true);
    expect(permits(signedIn, publicActor)).toBe(false);
    expect(permits(signedIn, residentActor('00000000-0000-7000-8000-000000000001'))).toBe(true);
    expect(permits(allow('resident'), publicActor)).toBe(false);
    expect(permits(allow('public'), publicActor)).toBe(false);
    expect(permits(allow('township-clerk'), staff('township-clerk'))).toBe(true);
    expect(permits(allow('township-clerk'), staff('township-leader'))).toBe(false);
    expect(permits(allow(...officers), staff('sys-admin'))).toBe(false);
  });

  test('访客没有范围；每个岗位的底层角色都存在', () => {
    expect(publicActor).toMatchObject({ lo: null, hi: null, personId: null, division: null, sessionId: null });
    for (const duty of Object.values(duties)) expect(duty.base in roles).toBe(true);
  });
});
