/** 户籍、婚姻登记的消息 over the platform: a review with a day, never money by itself; and who is covered when the amount stays the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filled } from '../../src/domains/social-assistance/demonstration/story.ts';
import { emit } from '../../src/kernel/event/server.ts';
import { addHouseholdMember, type HouseholdId } from '../../src/kernel/resident/server.ts';
import { carry, requestId } from '../api.ts';
import {
  api,
  clerk,
  closeHouseholds,
  confirmer,
  even,
  housed,
  joining,
  marrying,
  moneyOf,
  newcomer,
  offered,
  omitting,
  openHouseholds,
  reviewsOf,
  rows,
  whole,
  work,
} from './known-households.ts';

beforeAll(openHouseholds);
afterAll(closeHouseholds);

describe('申请表里没有写全家人', () => {
  test('妻子同户、有工资，没写进申请表：不受理，指出是谁；写明已经分开生活才受理，情况留在办理记录里', async () => {
    const { form } = omitting;
    const onlyHimself = {
      ...omitting,
      form: { ...form, members: [], incomes: form.incomes.slice(0, 1), signers: ['self'] },
    };
    const id = await api.apply(onlyHimself, await api.resident(omitting));
    const accept = (await clerk.case(id)).allowedActions.find((a) => a.action === 'accept')!;
    expect(accept.fields.map((f) => f.label)).toEqual(['同户的丁瞒妻没有写进申请表，为什么', '备注']);
    const refused = await clerk.actRefused(id, 'accept');
    expect(refused).toMatchObject({
      code: 'MEMBERS_LEFT_OUT',
      message: '低保以家庭为单位申请，不得只申请个别成员。',
      next: '人口库里同户的还有丁瞒妻：应当算一家人的，请申请人补全后重新申请；已经分开生活的，写明情况后受理。',
      fields: [{ path: 'apart', message: '请写明情况（至少4个字）' }],
    });
    await clerk.act(id, 'accept', { apart: '已于去年离婚，户口未迁' });
    const kase = await clerk.case(id);
    expect(kase.state).toBe('accepted');
    expect(JSON.stringify(kase.events)).toContain('同户未申报：丁瞒妻，已于去年离婚，户口未迁。');
  });

  test('村里代办：从户籍带入家人；漏了的在提交前就指名，写全了没有提醒；每位家人都留下一条带事由的查看记录', async () => {
    const village = await api.staff('cun');
    const [self, wife] = whole.persons;
    const person = await api.owner.query(`select id from person where name = '戊全'`).then((r) => r.rows[0].id);
    const purpose = '代办申请：低保';
    const elsewhere = await api.staff('wenquan');
    expect(await elsewhere.refused(`/api/persons/${person}/family/filling`, { purpose })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await village.refused(`/api/persons/${person}/family/filling`, { purpose: '' })).toMatchObject({
      code: 'PURPOSE_REQUIRED',
    });
    expect(await village.post(`/api/persons/${person}/filling`, { purpose })).toMatchObject({
      name: '戊全',
      idNumber: self!.idNumber,
    });
    const family = await village.post(`/api/persons/${person}/family/filling`, { purpose });
    expect(family).toEqual({ members: [{ name: '戊全妻', idNumber: wife!.idNumber, relation: 'spouse' }], unseen: 0 });
    expect(
      await rows(
        `select p.name, a.purpose, a.detail from audit_log a join person p on p.id = a.person_id
         where a.action = 'person.revealed' and p.name like '戊全%' order by a.id`,
      ),
    ).toEqual([
      { name: '戊全', purpose, detail: { fields: ['idNumber', 'phone', 'address'] } },
      { name: '戊全妻', purpose, detail: { fields: ['idNumber'] } },
    ]);
    const form = filled(whole, { self: await village.upload('consent'), m1: await village.upload('consent') });
    const advice = (members: unknown[]) =>
      clerk.post('/api/cases/advice', {
        itemId: 'SA-01',
        form: { ...form, members, incomes: form.incomes.slice(0, members.length + 1) },
      });
    expect(await advice([])).toMatchObject({
      advice: {
        code: 'MEMBERS_NOT_NAMED',
        message: '低保以家庭为单位申请，不得只申请个别成员。',
        next: '人口库里同户的还有戊全妻：应当算一家人的，请补进申请表；已经分开生活的，可以照样提交，受理时要写明情况。',
        fields: [{ path: 'members', message: '同户的戊全妻还没有填' }],
      },
    });
    expect(await rows(`select 1 from audit_log where action = 'household.compared'`)).toHaveLength(1);
    expect(await advice([...form.members])).toEqual({ advice: null });
  });

  test('本人申请：户籍登记的家人替他填好，号码遮住；照样提交，由系统补全；妻子看得到谁看过', async () => {
    const husband = await api.resident(offered);
    const [self, wife, child] = offered.persons;
    const purpose = '本人申请：低保';
    expect(await husband.post('/api/persons/me/filling', { purpose })).toMatchObject({ name: '庚户', phone: self!.phone });
    const mask = (idNumber: string) => `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`;
    const { members } = await husband.post('/api/persons/me/family/filling', { purpose });
    expect(members).toEqual([
      { name: '庚户妻', idNumber: mask(wife!.idNumber), relation: 'spouse' },
      { name: '庚户儿', idNumber: mask(child!.idNumber), relation: 'child', minor: true },
    ]);
    const [{ id: other }] = await rows(`select id from person where name = '戊全'`);
    expect(await husband.refused(`/api/persons/${other}/family/filling`, { purpose })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await husband.refused(`/api/persons/${other}/filling`, { purpose })).toMatchObject({ code: 'NOT_FOUND' });

    const form = filled(offered, { self: await husband.upload('consent'), m1: await husband.upload('consent') });
    const send = (numbers: readonly string[]) => ({
      itemId: 'SA-01',
      channel: 'mobile',
      form: { ...form, members: form.members.map((m, i) => ({ ...m, idNumber: numbers[i] })) },
      requestId: requestId(),
    });
    const numbers = members.map((m: { idNumber: string }) => m.idNumber);
    // 别家的人、别人的号码，遮住的补不全
    expect(await husband.refused('/api/cases', send([mask(even.persons[1]!.idNumber), numbers[1]]))).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: 'members.0.idNumber', message: '身份证号码应为18位，请核对' }],
    });
    const { id } = await husband.post('/api/cases', send(numbers));
    await clerk.act(id, 'accept');
    const family = await rows(
      `select p.name from case_person c join person p on p.id = c.person_id where c.case_id = $1 order by p.birth_date`,
      id,
    );
    expect(family.map((f) => f.name)).toEqual(['庚户', '庚户妻', '庚户儿']);
    const looked = await (await api.resident({ ...offered, persons: [wife!] })).get('/api/persons/me/looked');
    expect(looked.rows).toContainEqual(expect.objectContaining({ actionZh: '本人申请时列出户籍登记的家人（号码遮住）' }));
    await husband.act(id, 'withdraw', { reason: '先不申请了' });
  });

  test('申请人自己写了家人为什么没有写上：受理时已经填好，经办人核实后照用', async () => {
    const { form } = offered;
    const family = await api.resident(offered);
    const apart = '妻子带孩子回了娘家，户口没有迁走';
    const id = await api.apply({ ...offered, form: { ...form, members: [], signers: ['self'], apart } }, family);
    const accept = (await clerk.case(id)).allowedActions.find((a) => a.action === 'accept')!;
    expect(accept.fields[0]!.label).toBe('同户的庚户妻、庚户儿没有写进申请表，为什么');
    expect(accept.initial).toEqual({ apart });
    await family.act(id, 'withdraw', { reason: '先不申请了' });
  });

  test('全家都写了的：没有这一问，照常受理', async () => {
    const family = await api.resident(even);
    const id = await api.apply(even, family);
    const accept = (await clerk.case(id)).allowedActions.find((a) => a.action === 'accept')!;
    expect(accept.fields.map((f) => f.label)).toEqual(['备注']);
    await clerk.act(id, 'accept');
    await family.act(id, 'withdraw', { reason: '先不申请了' });
  });
});

describe('申请表里的地址和电话进档案', () => {
  const fileOf = async (name: string) => {
    const [{ id }] = await rows(`select id from person where name = $1`, name);
    const clear = async (field: 'phone' | 'address') =>
      (await clerk.post(`/api/persons/${id}/reveal`, { field, for: 'other', purpose: '核对申请表' }).catch(() => null))?.value ??
      null;
    const { contact } = await clerk.get(`/api/persons/${id}`);
    return { phone: await clear('phone'), address: await clear('address'), contact };
  };
  /** Sent in with this telephone, accepted and taken back. */
  const applyWith = async (phone: string) => {
    const { form } = housed;
    const family = await api.resident(housed);
    const id = await api.apply(
      { ...housed, form: { ...form, applicant: { ...form.applicant, phone, address: '汀泗大道8号' } } },
      family,
    );
    await clerk.act(id, 'accept');
    await family.act(id, 'withdraw', { reason: '先不申请了' });
  };
  const from = { source: '救助申请表', since: '2026-03-02' };

  test('受理后：住在一起的人都有了现在的地址，本人的新号码顶替旧号码，各有来源和日期；妻子的号码不动', async () => {
    const wife = housed.persons[1]!.phone;
    await applyWith('13900006666');
    expect(await fileOf('己址')).toEqual({
      phone: '13900006666',
      address: '汀泗大道8号',
      contact: { phone: from, address: from },
    });
    expect(await fileOf('己址妻')).toEqual({ phone: wife, address: '汀泗大道8号', contact: { address: from } });
  });

  test('填的是赡养人（儿子）的号码：不进本人的档案，登录的验证码不会发给别人', async () => {
    await applyWith('13900007777');
    expect((await fileOf('己址')).phone).toBe('13900006666');
  });
});

describe('户籍登记添了人', () => {
  test('公安登记有人迁入这一户：开出有期限的复核，写明原因；钱不动；同一消息再来不再开', async () => {
    await carry(api, joining, 'decided');
    const before = await moneyOf('甲户');
    const person = await newcomer('甲户亲');
    const [{ id: householdId }] = await rows(
      `select m.household_id as id from household_member m join person p on p.id = m.person_id where p.name = '甲户'`,
    );
    await work(async (tx) => {
      const joined = await addHouseholdMember(tx, {
        householdId: householdId as HouseholdId,
        member: { personId: person, relation: 'other' },
        from: tx.today,
        reason: '迁入',
      });
      if (!joined.ok) throw new Error(joined.code);
    });
    await api.run();
    expect(api.errors).toEqual([]);
    const [review, ...others] = await reviewsOf('甲户');
    expect(others).toEqual([]);
    const kase = await clerk.case(review!.id);
    expect(kase.sections.review).toMatchObject({ kindZh: '家庭情况变化', dueOn: '2026-04-09' });
    expect(await moneyOf('甲户')).toEqual(before);
    await work((tx) =>
      emit(tx, {
        type: 'household.member.changed',
        subject: { kind: 'household', id: householdId },
        division: '421202100001',
        payload: { householdId, personId: person, change: 'joined', effectiveOn: tx.today },
      }),
    );
    await api.run();
    expect((await reviewsOf('甲户')).length).toBe(1);
  });
});

describe('婚姻登记', () => {
  const tell = async (type: string, idNumber: string, reference: string) => {
    await (await api.staff('yibao')).post('/api/exchange/events', {
      rows: [{ reference, type, idNumber, happenedOn: api.clock.today(), payload: {} }],
    });
    await api.run();
  };

  test('低保对象登记结婚：开出复核，钱不动；复核认为没有变化关掉；离婚的消息来了，家里本来没有配偶，不再开', async () => {
    await carry(api, marrying, 'decided');
    const before = await moneyOf('乙婚');
    const { idNumber } = marrying.persons[0]!;
    await tell('marriage.registered', idNumber, 'M-0001');
    expect(api.errors).toEqual([]);
    const [review] = await reviewsOf('乙婚');
    expect((await clerk.case(review!.id)).sections.review).toMatchObject({ kindZh: '家庭情况变化' });
    expect(await moneyOf('乙婚')).toEqual(before);
    const leader = await api.staff('xianghe');
    await leader.act(review!.id, 'dismiss', { reason: '查明登记有误，本人没有结婚。' });
    await tell('marriage.dissolved', idNumber, 'M-0002');
    expect((await reviewsOf('乙婚')).length).toBe(1);
    expect(api.errors).toEqual([]);
  });
});

describe('人少了，金额没有变', () => {
  test('离婚：妻子每月800元正好等于标准，走了以后还是600元；她从下个月起不再算在这一户里，可以自己申请', async () => {
    await carry(api, even, 'decided');
    const today = api.clock.today();
    const { id } = await clerk.post('/api/cases', {
      itemId: 'SA-02',
      channel: 'proxy',
      requestId: requestId(),
      form: {
        name: '丙平',
        idNumber: even.persons[0]!.idNumber,
        change: 'family-less',
        happenedOn: today,
        memberName: '丙平妻',
        left: 'divorce',
        detail: '',
        papers: [],
      },
    });
    await clerk.act(id, 'removeMember', { member: 'm1', reason: 'divorce', leftOn: today, source: '婚姻登记信息' });
    expect((await clerk.case(id)).sections.review).toMatchObject({
      before: { persons: 2, amountFen: 600_00 },
      now: { persons: 1, amountFen: 600_00 },
      result: { change: 'unchanged' },
    });
    await clerk.act(id, 'proposeChange', { opinion: '人口减少，金额不变。' });
    await confirmer.act(id, 'decide', { opinion: '同意。' });
    expect(
      await rows(
        `select p.name, m.to_month from entitlement_member m join person p on p.id = m.person_id where p.name like '丙平%' order by p.name collate "C"`,
      ),
    ).toEqual([
      { name: '丙平', to_month: null },
      { name: '丙平妻', to_month: today.slice(0, 7) },
    ]);
    await api.run();
    expect((await reviewsOf('丙平')).length).toBe(1);
    expect(api.errors).toEqual([]);
  });
});
