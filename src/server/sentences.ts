/** What is wrong with a value that a program sends: in plain Chinese, without the words of the schema library. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
  null: 'null',
};

const shown = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('、');

const bound = (origin: string, limit: number | bigint, most: boolean, inclusive: boolean): string => {
  if (origin === 'array' || origin === 'set') return `${most ? '最多' : '至少要有'}${limit}项`;
  if (origin === 'string') return `${most ? '不超过' : '至少'}${limit}个字`;
  return `应${most ? '小于' : '大于'}${inclusive ? '或等于' : ''}${limit}`;
};

export const sentence: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '必须填写' : `应当是${kinds[issue.expected] ?? '另一种值'}`;
    case 'invalid_value':
      return issue.input === undefined
        ? '必须填写'
        : issue.values.length === 1
          ? `只能是 ${shown(issue.values)}`
          : `只能是其中之一：${shown(issue.values)}`;
    case 'unrecognized_keys':
      return `没有这些字段：${issue.keys.join('、')}`;
    case 'too_big':
      return bound(issue.origin, issue.maximum, true, issue.inclusive ?? true);
    case 'too_small':
      return bound(issue.origin, issue.minimum, false, issue.inclusive ?? true);
    case 'not_multiple_of':
      return `应当是 ${issue.divisor} 的倍数`;
    case 'invalid_format':
      return '格式不对';
    default:
      return '内容不对';
  }
};
