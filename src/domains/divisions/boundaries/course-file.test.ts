import { describe, expect, test } from 'vitest';
import { courseFile, rowProblem } from './course-file.ts';

const row = (lon: string, lat: string, system = 'CGCS2000', line = '咸安—嘉鱼线') => ({ line, no: null, lon, lat, system });

describe('勘测成果表的一行', () => {
  test('2000国家大地坐标系的几种写法都认', () => {
    for (const system of ['CGCS2000', 'cgcs 2000', '2000国家大地坐标系', '国家2000', 'WGS-84'])
      expect(rowProblem(row('114.0123', '29.8456', system)), system).toBeNull();
  });

  test('别的坐标系、写反、平面坐标、度分秒：各有一句话说清楚', () => {
    expect(rowProblem(row('114.0123', '29.8456', '北京54'))).toContain('坐标系写的是“北京54”，只收CGCS2000');
    expect(rowProblem(row('114.0123', '29.8456', 'GCJ-02'))).toContain('请换算以后再导入');
    expect(rowProblem(row('29.8456', '114.0123'))).toBe('经度、纬度写反了');
    expect(rowProblem(row('3302456.12', '501234.5'))).toContain('是不是平面坐标');
    expect(rowProblem(row('114°12′30″', '29.8456'))).toContain('请写成度的小数');
  });
});

describe('一份表是一条界线', () => {
  test('夹着另一条界线的行，说是哪一行；短横和破折号是一个意思', () => {
    const file = courseFile();
    expect(file.next(row('114', '29'))).toBeNull();
    expect(file.next(row('114.1', '29', 'CGCS2000', '咸安-嘉鱼线'))).toBeNull();
    expect(file.next(row('114.2', '29', 'CGCS2000', '嘉鱼—赤壁线'))).toContain('一份表只能是一条界线');
  });

  test('两个点才成线，两千个点是上限', () => {
    const withPoints = (n: number) => {
      const file = courseFile();
      for (let i = 0; i < n; i++) file.next(row(String(114 + i / 10_000), '29.5'));
      return file.end();
    };
    expect(withPoints(1)).toBe('至少两个点才连得成线');
    expect(withPoints(2)).toBeNull();
    expect(withPoints(2000)).toBeNull();
    expect(withPoints(2001)).toContain('最多2000个点，现在有2001个');
  });
});
