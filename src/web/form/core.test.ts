import { describe, expect, test } from 'vitest';
import type { FormField } from '../../kernel/schema/index.ts';
import {
  blank,
  fenOf,
  integerOf,
  isNeeded,
  personOptions,
  problems,
  rowNamed,
  sent,
  signatureRows,
  stepOf,
  valueAt,
  withoutMember,
  withoutRow,
  withRow,
  withValue,
  yuanText,
} from './core.ts';

/** A number whose check digit is right. */
const validId = (() => {
  const body = '42120219540315232';
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'[weights.reduce((s, w, i) => s + w * Number(body[i]), 0) % 11];
})();

const text = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  type: 'text',
  required: true,
  ...more,
});

const members: FormField = {
  name: 'members',
  type: 'list',
  label: '家庭成员',
  required: true,
  min: 1,
  max: 3,
  fields: [
    text('name', '姓名', { max: 50 }),
    text('idNumber', '身份证号码', { format: 'resident-id', max: 18 }),
    { name: 'student', type: 'boolean', label: '在上学', required: false },
    text('school', '学校', { showIf: { field: 'student', in: [true] }, max: 50 }),
  ],
};
const income: FormField = { name: 'income', type: 'amount', label: '每月收入', required: true, min: 0, max: 10_000_000_000 };
const good = { members: [{ name: '王秀英', idNumber: '421202195403152322' }], income: 120050 };

test('可不填的：有最小值的数不因此必填；要几项的，才必填', () => {
  const minutes = text('minutes', '几分钟', { type: 'integer', required: false, min: 15, max: 480 });
  expect(isNeeded(minutes)).toBe(false);
  expect(problems([minutes], {})).toEqual([]);
  expect(problems([minutes], { minutes: 10 })).toHaveLength(1);
  expect(isNeeded({ ...members, min: 1 })).toBe(true);
  expect(isNeeded({ ...members, min: 0 })).toBe(false);
});

describe('金额', () => {
  test.each([
    ['800', 80000],
    ['1,200.5', 120050],
    ['1200.50元', 120050],
    ['８００', 80000],
    ['0', 0],
    ['0.01', 1],
  ])('“%s”元记为%i分', (typed, fen) => expect(fenOf(typed)).toBe(fen));
  test.each(['', '八百', '1.234', '1..2', '12万'])('“%s”不是金额', (typed) => expect(fenOf(typed)).toBeNull());
  test('整元不带小数，有角分的写两位，填错的原样留着', () => {
    expect([yuanText(80000), yuanText(120050), yuanText(5), yuanText('八百'), yuanText(undefined)]).toEqual([
      '800',
      '1200.50',
      '0.05',
      '八百',
      '',
    ]);
  });
  test('人数只收整数', () => expect([integerOf(' 3 '), integerOf('3.5'), integerOf('三')]).toEqual([3, null, null]));
});

describe('检查', () => {
  test('填对了，没有问题', () =>
    expect(problems([members, income], { ...good, members: [{ ...good.members[0], idNumber: validId }] })).toEqual([]));
  test('空表：一条一条说清缺什么，指到哪一格', () => {
    expect(problems([members, income], blank([members, income]))).toEqual([
      { path: 'members.0.name', message: '请填写姓名' },
      { path: 'members.0.idNumber', message: '请填写身份证号码' },
      { path: 'income', message: '请填写每月收入' },
    ]);
  });
  test('身份证号码错一位，当场说出来', () => {
    const wrong = withValue(
      good,
      'members.0.idNumber',
      `${validId.slice(0, 17)}${validId.endsWith('0') ? '1' : '0'}`,
    ) as typeof good;
    expect(problems([members, income], wrong)).toEqual([
      { path: 'members.0.idNumber', message: '身份证号码有误，请核对后重新填写' },
    ]);
  });
  test('金额填了汉字', () =>
    expect(problems([income], { income: '八百' })).toEqual([{ path: 'income', message: '请填写金额，例如 800 或 800.50' }]));
  test('金额为负', () => expect(problems([income], { income: -100 })).toEqual([{ path: 'income', message: '金额不能为负数' }]));
  test('没有上学就不问学校，上学就要填', () => {
    const row = { name: '小明', idNumber: validId };
    expect(problems([members], { members: [{ ...row, student: false }] })).toEqual([]);
    expect(problems([members], { members: [{ ...row, student: true }] })).toEqual([
      { path: 'members.0.school', message: '请填写学校' },
    ]);
  });
  test('家庭成员多于上限', () => {
    const row = { name: '某', idNumber: validId };
    expect(problems([members], { members: [row, row, row, row] })).toEqual([{ path: 'members', message: '家庭成员最多3条' }]);
  });
  test('承诺必须勾选，一般的是否题答“否”也算答了', () => {
    const promise: FormField = { name: 'promise', type: 'boolean', label: '我承诺以上内容属实', required: true, must: true };
    const car: FormField = { name: 'car', type: 'boolean', label: '家里有车', required: true };
    expect(problems([promise, car], { promise: false, car: false })).toEqual([{ path: 'promise', message: '请先勾选这一项' }]);
    expect(problems([promise, car], { promise: true })).toEqual([{ path: 'car', message: '请选择家里有车' }]);
  });
  test('要两张照片只传了一张', () => {
    const papers: FormField = { name: 'papers', type: 'file', label: '户口簿', required: true, min: 2, max: 9 };
    expect(problems([papers], { papers: ['a'] })).toEqual([{ path: 'papers', message: '户口簿还差1份' }]);
    expect(problems([papers], { papers: [] })).toEqual([{ path: 'papers', message: '请拍照上传户口簿' }]);
  });
});

describe('增删与提交', () => {
  test('加一位、删一位家人，别的不动', () => {
    const two = withRow(good, 'members', { name: '李强' });
    expect(valueAt(two, 'members.1.name')).toBe('李强');
    expect(withoutRow(two, 'members', 1)).toEqual(good);
    expect(valueAt(good, 'members.1')).toBeUndefined();
  });
  test('提交时去掉藏起来的、空着的，身份证去空格、小写x变大写', () => {
    expect(
      sent([members, income], {
        income: 0,
        members: [{ name: ' 王秀英 ', idNumber: '421202 19540315 232x', student: false, school: '一中' }],
      }),
    ).toEqual({ members: [{ name: '王秀英', idNumber: '42120219540315232X', student: false }], income: 0 });
  });
  const who: FormField = text('member', '哪位家人', { widget: 'person' });
  const incomes: FormField = {
    name: 'incomes',
    type: 'list',
    label: '收入',
    required: false,
    min: 0,
    max: 9,
    fields: [who, income],
  };
  const family = {
    applicant: { name: '王秀英', idNumber: validId },
    members: [{ name: '李强', idNumber: '421202198001010000' }, {}, { name: '小明', idNumber: '421202201501010000' }],
  };

  test('收入归谁：从本人和已填的家人里选，没写名字的按次序', () => {
    expect(personOptions(family)).toEqual([
      { value: 'self', label: '王秀英' },
      { value: 'm1', label: '李强' },
      { value: 'm2', label: '第2位家人' },
      { value: 'm3', label: '小明' },
    ]);
  });
  test('删去第二位家人：小明的收入还是小明的，被删的人的收入等着重新选人', () => {
    const values = {
      ...family,
      incomes: [
        { member: 'self', income: 1 },
        { member: 'm2', income: 2 },
        { member: 'm3', income: 3 },
        { member: 'm1', income: 4 },
      ],
    };
    const left = withoutMember([members, incomes], values, 1);
    expect((left.incomes as { member?: string }[]).map((i) => i.member)).toEqual(['self', undefined, 'm2', 'm1']);
    expect((left.members as unknown[]).length).toBe(2);
  });
  test('签授权：成年家人每人一行，孩子不用签，签过的不动', () => {
    const consents: FormField = {
      name: 'consents',
      type: 'list',
      label: '授权',
      required: true,
      min: 1,
      max: 9,
      fields: [who, text('signature', '签名', { type: 'file', widget: 'signature' })],
    };
    const rows = signatureRows(consents, { ...family, consents: [{ member: 'm1', signature: 'x' }] }, '2026-11-23');
    expect(rows).toEqual([{ member: 'm1', signature: 'x' }, { member: 'self' }]);
    expect(
      signatureRows(
        consents,
        { members: [{ idNumber: '421202200811230000' }, { idNumber: '421202200811240000' }] },
        '2026-11-23',
      ),
    ).toEqual([{ member: 'm1' }]);
  });
  test('户籍登记、号码遮住的家人：算填好了；成年的要签名，注明未成年的不用签', () => {
    const number = text('idNumber', '身份证号码', { format: 'resident-id' });
    expect(problems([number], { idNumber: '421***********9047' })).toEqual([]);
    expect(problems([number], { idNumber: '421**********9047' })).toMatchObject([{ path: 'idNumber' }]);
    const consents: FormField = { name: 'consents', type: 'list', label: '授权', required: true, fields: [who] };
    const rows = [{ idNumber: '421***********9047' }, { idNumber: '421***********001X', minor: true }];
    expect(signatureRows(consents, { members: rows }, '2026-11-23')).toEqual([{ member: 'm1' }]);
  });
  test('有惯常答案的题一开始就选好', () => {
    expect(blank([{ name: 'together', type: 'boolean', label: '住在一起', required: false, initial: true }])).toEqual({
      together: true,
    });
  });
  test('服务器指出的错在第几步', () => {
    const steps = [{ fields: [members] }, { fields: [income] }];
    expect([stepOf(steps, 'members.0.idNumber'), stepOf(steps, 'income'), stepOf(steps, 'unknown')]).toEqual([0, 1, 1]);
  });
});

test('几位家人都缺同一项：列出来的每一处说是谁的，没有名字的说第几个', () => {
  const values = { phone: '1', members: [{ name: '张丽华' }, { name: ' ' }] };
  expect(['phone', 'members.0.employment', 'members.1.employment', 'members'].map((path) => rowNamed(values, path))).toEqual([
    '',
    '张丽华：',
    '第2个：',
    '',
  ]);
});
