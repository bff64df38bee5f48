/** 一户两份档案: what one file wrote down is known in the other, about the same persons. */
import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { family, monthly, person } from '../dibao/fixtures.ts';
import type { FamilyMember } from '../family/people.ts';
import { inRefsOf, peopleOf } from './refs.ts';

const [FATHER, SON, BABY] = ['p-father', 'p-son', 'p-baby'] as PersonId[];
const member = (ref: string, personId: PersonId): FamilyMember => ({ ref, personId, name: ref, idNumber: '' }) as FamilyMember;

/** 父亲 applied for the family, which is 低保边缘; the disabled son applied alone. */
const ofFather = [member('self', FATHER!), member('m1', SON!)];
const ofSon = {
  family: [member('self', SON!), member('m1', FATHER!)],
  granted: family([
    person('self', 'self', { disabilities: [{ type: 'mental', level: 2, validTo: null }] }),
    person('m1', 'parent'),
  ]),
};

describe('家庭复核写下的情况，在单人保的复核里', () => {
  const recorded = family(
    [
      person('self', 'self', { employment: 'retired' }),
      person('m1', 'child', { employment: 'unemployed', disabilities: [{ type: 'mental', level: 2, validTo: null }] }),
    ],
    { incomes: [monthly('self', 'employee-pension', 1821)] },
  );
  const { members, incomes, assets } = { ...recorded };

  test('残疾的还是儿子，退休金还是父亲的：不会因为各自都是“申请人”就换了人', () => {
    const there = inRefsOf(ofSon, { members, incomes, assets }, peopleOf(ofFather));
    expect(there.members!.map((m) => [m.ref, m.relation, m.disabilities.length])).toEqual([
      ['m1', 'parent', 0],
      ['self', 'self', 1],
    ]);
    expect(there.incomes).toMatchObject([{ member: 'm1', type: 'employee-pension' }]);
  });
  test('同一份档案写的，原样', () => {
    const mine = { members, incomes };
    expect(inRefsOf({ family: ofFather, granted: recorded }, mine, peopleOf(ofFather))).toBe(mine);
  });
  test('后来登记进来的人（n1），在新的申请里已经写上（m2）：还是他，不会因为编号不同就认不出', () => {
    const written = peopleOf([...ofFather, member('n1', BABY!)]);
    const now = {
      family: [...ofFather, member('m2', BABY!)],
      granted: family([person('self', 'self'), person('m1', 'child'), person('m2', 'child')]),
    };
    const grown = [...members, ...family([person('n1', 'child')]).members];
    expect(inRefsOf(now, { members: grown }, written).members!.map((m) => m.ref)).toEqual(['self', 'm1', 'm2']);
  });
  test('儿子那份档案里登记进来的继父，是儿子的“父母”；在母亲的档案里是她的配偶，不是“其他”', () => {
    const STEPFATHER = 'p-stepfather' as PersonId;
    const ofSonNow = [...ofSon.family, member('n1', STEPFATHER)];
    const there = family([person('self', 'self'), person('m1', 'parent'), person('n1', 'parent')]).members;
    const mother = {
      family: [...ofFather, member('n1', STEPFATHER)],
      granted: family([person('self', 'self'), person('m1', 'child')]),
    };
    const seen = inRefsOf(mother, { members: there }, peopleOf(ofSonNow)).members!;
    expect(Object.fromEntries(seen.map((m) => [m.ref, m.relation]))).toEqual({ self: 'self', m1: 'child', n1: 'spouse' });
  });
  test('只在自己档案里的人照旧；自己档案里没有的人不计，他的收入也不计', () => {
    const withBaby = {
      family: [...ofSon.family, member('m2', BABY!)],
      granted: family([person('self', 'self'), person('m1', 'parent'), person('m2', 'child')]),
    };
    expect(inRefsOf(withBaby, { members }, peopleOf(ofFather)).members!.map((m) => m.ref)).toEqual(['m1', 'self', 'm2']);
    const alone = { family: [member('self', SON!)], granted: { ...ofSon.granted, members: [ofSon.granted.members[0]!] } };
    const there = inRefsOf(alone, { members, incomes }, peopleOf(ofFather));
    expect(there.members!.map((m) => m.ref)).toEqual(['self']);
    expect(there.incomes).toEqual([]);
  });
});
