import { expect, test } from 'vitest';
import { notIn, withFamily } from './family.ts';

const blank = () => ({ status: 'none' });
const wife = { name: '李秀兰', idNumber: '421202196503039047', relation: 'spouse' } as const;
const son = { name: '王小明', idNumber: '42120220160115001X', relation: 'child' } as const;

test('户籍上的家人各填一行，先填空着的行', () => {
  expect(withFamily([{ status: 'none', name: ' ' }], [wife, son], blank)).toEqual({
    rows: [
      { status: 'none', ...wife },
      { status: 'none', ...son },
    ],
    added: 2,
  });
});

test('已经填了的不重复；只写了姓名的补上号码，别的照旧', () => {
  const typed = [
    { ...son, idNumber: '42120220160115001x', livesTogether: false },
    { name: '李秀兰', employment: 'retired' },
  ];
  expect(withFamily(typed, [wife, son], blank)).toEqual({ rows: [typed[0], { employment: 'retired', ...wife }], added: 1 });
});

test('没有身份证的家人只带姓名，再带一次不重复', () => {
  const abroad = { name: '约翰', idNumber: null, relation: 'child-spouse' } as const;
  const once = withFamily([], [abroad], blank);
  expect(once).toEqual({ rows: [{ status: 'none', name: '约翰', relation: 'child-spouse' }], added: 1 });
  expect(withFamily(once.rows, [abroad], blank).added).toBe(0);
});

test('本人申请：号码遮住的家人照样填，孩子注明未成年；自己填了全号的算同一人，不重复', () => {
  const masked = { ...wife, idNumber: '421***********9047' };
  const child = { ...son, idNumber: '421***********001X', minor: true } as const;
  expect(withFamily([], [masked, child], blank).rows).toEqual([
    { status: 'none', ...masked },
    { status: 'none', ...child },
  ]);
  expect(withFamily([{ ...wife }], [masked], blank).added).toBe(0);
  expect(notIn([{ name: '李秀兰', idNumber: wife.idNumber }], [masked, child])).toEqual([child]);
  expect(notIn([{ name: '李秀兰', idNumber: '421202196503039151' }], [masked])).toEqual([masked]);
});
