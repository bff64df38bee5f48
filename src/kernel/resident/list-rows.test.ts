/** 批量登记: what officers write in a list of residents, and what is understood. */
import { describe, expect, test } from 'vitest';
import { liveDivisions } from '../division/index.ts';
import { loadDivisionTables } from '../division/server.ts';
import { parseRow, type SheetRow } from '../sheet/index.ts';
import { makeIdNumber } from './index.ts';
import { type ListPlace, listedIn, villageOf } from './list-rows.ts';
import { familyProblem, listColumns } from './list-terms.ts';

const divisions = liveDivisions(
  loadDivisionTables({ divisions: 'cities/xianning/divisions.csv', aliases: 'cities/xianning/division-aliases.csv' }),
);
const TOWNSHIP = '421202100000'; // 汀泗桥镇
const place: ListPlace = { divisions, hint: TOWNSHIP, today: '2026-09-01' };
const MAN = makeIdNumber('421202', '1980-05-06', 1);

/** By the headings, as it is written. */
function rowOf(cells: Record<string, unknown>): SheetRow {
  const byKey = Object.fromEntries(listColumns.map(({ key, title }) => [key, cells[title]]));
  const { row, problem } = parseRow(listColumns, byKey);
  if (problem) throw new Error(problem);
  return row;
}
const base = { 姓名: '张三', 证件号码: MAN, 居住地: '汀泗桥社区' };
const listed = (more: Record<string, unknown> = {}) => listedIn(rowOf({ ...base, ...more }), place);
const problem = (more: Record<string, unknown> = {}) => {
  const found = listed(more);
  return 'problem' in found ? found.problem : null;
};

describe('一行', () => {
  test('只有姓名、号码、居住地：户籍地同居住地，汉族，居民身份证', () => {
    expect(listed()).toEqual({
      person: {
        name: '张三',
        idKind: 'resident-id',
        idNumber: MAN,
        ethnicity: '汉族',
        division: '421202100001',
        registeredDivision: '421202100001',
      },
      household: null,
      relation: null,
      urbanRural: null,
      since: '2026-09-01',
      note: null,
    });
  });
  test('户口簿上的写法都认：妻、次子、岳母、外孙女、本人', () => {
    const relation = (written: string) => rowOf({ ...base, 户号: '1', 与户主关系: written }).relation;
    expect(['本人', '妻', '次子', '岳母', '外孙女', '儿媳', '弟弟', '侄女'].map(relation)).toEqual([
      'head',
      'spouse',
      'child',
      'parent-in-law',
      'grandchild',
      'child-spouse',
      'sibling',
      'other',
    ]);
    expect(() => relation('邻居')).toThrow('只能填：户主');
  });
  test('性别、出生日期与身份证号码不一致的退回，一致的不退', () => {
    expect(problem({ 性别: '女' })).toBe('性别与身份证号码不一致（号码是男）');
    expect(problem({ 出生日期: '1980-05-07' })).toBe('出生日期与身份证号码不一致（号码是1980-05-06）');
    expect(problem({ 性别: '男', 出生日期: '1980年5月6日' })).toBeNull();
  });
  test('校验位不对、手机少一位：一次说完', () => {
    const wrong = `${MAN.slice(0, 17)}${MAN.endsWith('1') ? '2' : '1'}`;
    expect(problem({ 证件号码: wrong, 手机号码: '1380000000' })).toBe('身份证号码有误，请核对后重新填写；手机号码应为11位数字');
  });
  test('护照要写出生日期和性别；写了的照收', () => {
    const passport = { 证件类型: '护照', 证件号码: 'E12345678' };
    expect(problem(passport)).toBe('护照没有载明出生日期和性别，请一并填写');
    expect(problem({ ...passport, 性别: '女', 出生日期: '1990-01-01' })).toBeNull();
  });
  test('填了户号没有填关系、填了关系没有填户号：都退回', () => {
    expect(problem({ 户号: '1' })).toBe('填了户号，没有填与户主关系');
    expect(problem({ 与户主关系: '户主' })).toBe('填了与户主关系，没有填户号');
  });
  test('姓名中间的空格去掉；少数民族姓名的点统一', () => {
    const name = (written: string) => {
      const found = listed({ 姓名: written });
      return 'person' in found && found.person.name;
    };
    expect(name('张　三')).toBe('张三');
    expect(name('买买提•艾山')).toBe('买买提·艾山');
  });
  test('户籍地在外市：6位代码就行；写成文字认不出的退回', () => {
    expect(listed({ 户籍地: '430602' })).toMatchObject({ person: { registeredDivision: '430602000000' } });
    expect(problem({ 户籍地: '湖南省岳阳市白沙村' })).toContain('户籍地');
  });
});

describe('村（社区）', () => {
  test('本乡镇的村只写村名就行；写全名、写12位代码也行', () => {
    for (const text of ['汀泗桥社区', '咸安区汀泗桥镇汀泗桥社区', '421202100001'])
      expect(villageOf(text, place), text).toEqual({ code: '421202100001' });
  });
  test('只写到乡镇、写不认识的村：退回，说认到了哪里', () => {
    expect(villageOf('汀泗桥镇', place)).toEqual({ problem: '“汀泗桥镇”只认出咸安区汀泗桥镇，请写明乡镇和村（社区）的全名' });
    expect(villageOf('没有这个村', place)).toHaveProperty('problem');
    expect(villageOf('421202100000', place)).toEqual({ problem: '咸安区汀泗桥镇不是村（社区），请写到村（社区）' });
  });
  test('县里写“高桥村”只有一个；市里写有四个，要写明乡镇', () => {
    expect(villageOf('高桥村', { ...place, hint: '421202000000' })).toEqual({ code: '421202108224' });
    expect(villageOf('高桥村', { ...place, hint: '421200000000' })).toEqual({
      problem: expect.stringContaining('“高桥村”有几个：咸安区高桥镇高桥村、'),
    });
  });
});

test('一户一个户主：没有户主、两个户主、两个配偶的整户退回', () => {
  expect(familyProblem(['head', 'spouse', 'child', 'child'])).toBeNull();
  expect(familyProblem(['spouse', 'child'])).toBe('这一户没有户主，整户退回');
  expect(familyProblem(['head', 'head'])).toBe('这一户有2个户主，整户退回');
  expect(familyProblem(['head', 'spouse', 'spouse'])).toBe('这一户有2个配偶，整户退回');
});
