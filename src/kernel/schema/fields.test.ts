import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  BankAccount,
  choice,
  Division,
  FenAmount,
  FileRef,
  type FormField,
  formOf,
  Mobile,
  missingShown,
  PlainDateText,
  positionOf,
  positionText,
  ResidentId,
  schemaOf,
  YearMonthText,
} from './index.ts';

const Everything = z.strictObject({
  name: z.string().trim().min(1).max(50).meta({ label: '姓名', help: '与身份证一致' }),
  note: z.string().max(500).optional().meta({ label: '备注', widget: 'textarea' }),
  idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
  phone: Mobile.meta({ label: '手机' }),
  account: BankAccount.meta({ label: '账号', protect: true }),
  village: Division.meta({ label: '村', widget: 'division' }),
  on: PlainDateText.meta({ label: '日期' }),
  month: YearMonthText.meta({ label: '月份' }),
  persons: z.int().min(1).max(20).meta({ label: '人数', unit: '人' }),
  balance: z.int().meta({ label: '不限的整数' }),
  amount: FenAmount.meta({ label: '金额' }),
  kind: choice({ a: '甲', b: '乙' }).meta({ label: '类别' }),
  kinds: z
    .array(choice({ a: '甲', b: '乙' }))
    .min(1)
    .max(2)
    .meta({ label: '多选' }),
  agreed: z.boolean().meta({ label: '是否' }),
  photo: FileRef.meta({ label: '照片', paper: 'photo' }),
  photos: z.array(FileRef).min(1).max(9).meta({ label: '照片们', paper: 'photo' }),
  home: z.strictObject({ rooms: z.int().min(0).max(99).meta({ label: '间数' }) }).meta({ label: '住房' }),
  members: z
    .array(z.strictObject({ name: z.string().min(1).max(50).meta({ label: '姓名' }) }))
    .max(20)
    .meta({ label: '家人' }),
});

describe('表单是数据', () => {
  test('字段变成形状、再变回字段：一样', () => {
    const fields = formOf(Everything);
    expect(formOf(schemaOf(fields))).toEqual(fields);
  });

  test('不限的整数没有上下限（不显示 -9007199254740991）', () => {
    const balance = formOf(Everything).find((f) => f.name === 'balance')!;
    expect(balance.min).toBeUndefined();
    expect(balance.max).toBeUndefined();
  });

  const fields: FormField[] = [
    {
      name: 'collect',
      type: 'choice',
      label: '领取方式',
      required: true,
      choices: [
        { value: 'window', label: '窗口' },
        { value: 'post', label: '邮寄' },
      ],
    },
    {
      name: 'address',
      type: 'text',
      label: '邮寄地址',
      required: true,
      min: 5,
      max: 10,
      showIf: { field: 'collect', in: ['post'] },
    },
    { name: 'cards', type: 'integer', label: '张数', required: false, min: 1, max: 2 },
  ];
  const accepts = (value: unknown) => schemaOf(fields).safeParse(value).success;

  test('界内收、界外不收', () => {
    expect(accepts({ collect: 'post', address: '一二三四五' })).toBe(true);
    expect(accepts({ collect: 'post', address: '一二三四' })).toBe(false);
    expect(accepts({ collect: 'post', address: '一二三四五六七八九十' })).toBe(true);
    expect(accepts({ collect: 'post', address: '一二三四五六七八九十一' })).toBe(false);
    expect(accepts({ collect: 'window', cards: 2 })).toBe(true);
    expect(accepts({ collect: 'window', cards: 3 })).toBe(false);
    expect(accepts({ collect: 'window', cards: 1.5 })).toBe(false);
    expect(accepts({ cards: 1 })).toBe(false);
    expect(accepts({ collect: 'window', extra: 1 })).toBe(false);
  });

  test('没写上限的文字也有上限', () => {
    const shape = schemaOf([{ name: 't', type: 'text', label: '说明', required: true }]);
    expect(shape.safeParse({ t: '字'.repeat(1000) }).success).toBe(true);
    expect(shape.safeParse({ t: '字'.repeat(1001) }).success).toBe(false);
  });

  test('显示时必填、隐藏时不用填；仍标为必填', () => {
    expect(accepts({ collect: 'window' })).toBe(true);
    expect(missingShown(fields, { collect: 'window' })).toEqual([]);
    expect(missingShown(fields, { collect: 'post' })).toEqual([{ path: 'address', message: '请填写邮寄地址' }]);
    expect(formOf(schemaOf(fields))).toEqual(fields);
  });
});

describe('位置', () => {
  test('设备说的经纬度和误差，读作一句话', () => {
    expect(positionOf('29.80000,114.30000,20')).toEqual({ latitude: 29.8, longitude: 114.3, metres: 20 });
    expect(positionText('29.80000,114.30000,20')).toBe('北纬29.80000°，东经114.30000°（误差约20米）');
    expect(positionText('-29.80000,-114.30000,5')).toBe('南纬29.80000°，西经114.30000°（误差约5米）');
  });
  test('不是位置的不收：缺误差、超出范围、别的文字', () => {
    for (const text of ['', '29.80000,114.30000', '91.00000,114.30000,20', '29.80000,181.00000,20', '29.8,114.3,20', '村委会'])
      expect(positionOf(text), text).toBeNull();
  });
});
