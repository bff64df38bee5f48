import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { makeParameters, standardText } from '../kernel/policy/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { CityError, loadCity } from './city.ts';

const temporary: string[] = [];
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true });
});

/** The tiny pack with one file changed. */
function tinyWith(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'city-'));
  temporary.push(folder);
  cpSync('cities/tiny', folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

describe('手语讲解', () => {
  const withFiles = (...files: string[]): string => {
    const folder = tinyWith('city.json', (text) => text);
    mkdirSync(join(folder, 'sign-language'));
    for (const file of files) writeFileSync(join(folder, 'sign-language', file), 'x');
    return folder;
  };
  test('没有这个文件夹：没有视频', () => {
    expect(loadCity('tiny').signLanguage).toEqual({ folder: null, videos: new Map() });
  });
  test('按事项编号放视频和字幕', () => {
    const { videos } = loadCity(withFiles('SA-01.mp4', 'SA-01.vtt', 'SA-02.webm')).signLanguage;
    expect([...videos]).toEqual([
      ['SA-01', { url: '/sign-language/SA-01.mp4', type: 'video/mp4', captions: '/sign-language/SA-01.vtt' }],
      ['SA-02', { url: '/sign-language/SA-02.webm', type: 'video/webm', captions: null }],
    ]);
  });
  test.each([
    ['没有这个事项', ['ZZ-99.mp4'], 'unknown item'],
    ['别的文件', ['SA-01.txt'], 'only mp4'],
    ['一个事项两个视频', ['SA-01.mp4', 'SA-01.webm'], 'two videos'],
    ['有字幕没有视频', ['SA-01.vtt'], 'captions without'],
  ])('%s：不收，指出是哪个文件', (_, files, said) => {
    expect(() => loadCity(withFiles(...files))).toThrow(said);
  });
});

describe('咸宁', () => {
  const city = loadCity('xianning');
  const parameters = makeParameters(city.parameters.map((row, i) => ({ ...row, id: String(i), knownSince: row.validFrom })));
  const standard = (division: string, on: PlainDate) => {
    const found = parameters.on('DB-STD-U', division, on);
    return found.ok ? Number(found.value.value) / 100 : found.code;
  };

  test('城市低保标准：2020年623元，2025年780元，2026年800元；嘉鱼县2026年830元', () => {
    expect(standard('421202000000', '2024-12-31')).toBe(623);
    expect(standard('421202000000', '2025-01-01')).toBe(780);
    expect(standard('421202000000', '2025-12-31')).toBe(780);
    expect(standard('421202000000', '2026-01-01')).toBe(800);
    expect(standard('421221103000', '2025-12-31')).toBe(780);
    expect(standard('421221103000', '2026-01-01')).toBe(830);
  });

  test('2016年至2019年没有查到标准：不拿别年的数充数', () => {
    expect(standard('421202000000', '2018-06-01')).toBe('PARAM_MISSING');
  });

  test('低保各环节时限齐全', () => {
    const limit = (key: string) => {
      const found = parameters.on(key, '421202001011', '2026-11-23');
      return found.ok ? found.value.value : found.code;
    };
    expect(
      ['SUPPLEMENT', 'SURVEY-START', 'CHECK-REPORT', 'INITIAL-OPINION', 'CONFIRM', 'TOTAL', 'TOTAL-EXTENDED'].map((k) =>
        limit(`DIBAO-LIMIT-${k}`),
      ),
    ).toEqual(['5', '3', '5', '10', '10', '30', '45']);
    expect(limit('NOTICE-DAYS')).toBe('7');
  });

  test('假定的标准都写明是假定，没有一条冒充来源', () => {
    const assumed = city.parameters.filter((row) => row.nature === 'assumption');
    expect(assumed.length).toBeGreaterThan(50);
    expect(assumed.filter((row) => !row.source.includes('假定'))).toEqual([]);
  });

  test('每个市、县、乡级单位有一个民政窗口；编造的电话标为演示值，且不可能是真号码', () => {
    const units = city.divisions.all.filter((d) => ['city', 'county', 'township'].includes(d.level)).map((d) => d.code);
    expect(city.offices.map((office) => office.division)).toEqual(units);
    expect(city.offices.filter((o) => o.nature !== 'demonstration' || !/^0715-0/.test(o.telephone))).toEqual([]);
  });

  test('243个事项，低保30个工作日', () => {
    expect(city.serviceItems).toHaveLength(243);
    expect(city.serviceItems[0]).toMatchObject({
      itemId: 'SA-01',
      name: '最低生活保障审核确认',
      timeLimit: '30个工作日',
      known: true,
    });
  });
});

describe('另一个城市只是另一个文件夹', () => {
  test('样城市：自己的区划、标准和一个只有数据的事项', () => {
    const city = loadCity('tiny');
    expect(city.divisions.all.filter((d) => d.level === 'village').map((d) => d.name)).toEqual([
      '南门社区',
      '上坪村',
      '柳湾村',
      '河口村',
    ]);
    expect(city.divisions.resolvePlace('清溪县柳湾乡河口村').code).toBe('990121200202');
    const simple = city.services.filter((service) => service.template === 'simple-approval');
    expect(simple.map((s) => [s.itemId, s.workdays, s.extraFields.length])).toEqual([['TC-01', 5, 3]]);
    expect(city.calendar.addWorkdays('2026-02-12', 5)).toBe('2026-02-26');
  });
});

describe('城市包有错：一句话说出文件和行', () => {
  const problem = (name: string): string => {
    try {
      loadCity(name);
    } catch (error) {
      expect(error).toBeInstanceOf(CityError);
      return (error as Error).message;
    }
    return '没有报错';
  };

  test('没有这个城市', () => expect(problem('mars')).toContain('没有城市“mars”'));
  test('放假日期写错', () => {
    expect(problem(tinyWith('holidays.csv', (t) => t.replace('2025-01-26', '2025-02-30')))).toMatch(
      /holidays\.csv:3: date: 日期无效/,
    );
  });
  test('少一列', () =>
    expect(problem(tinyWith('offices.csv', (t) => t.replace(',demonstration\n', '\n')))).toMatch(
      /offices\.csv:2: 5 cells, the header has 6/,
    ));
  test('金额写成元和角', () => {
    expect(problem(tinyWith('parameters.csv', (t) => t.replace('70000,fen/month', '700.5,fen/month')))).toMatch(
      /parameters\.csv:\d+: value: 金额须为整数分/,
    );
  });
  test('同一标准的两行重叠', () => {
    expect(
      problem(
        tinyWith('parameters.csv', (t) => t.replace(/(DB-STD-U,990100000000,70000,fen\/month,2025-01-01),2026-01-01/, '$1,')),
      ),
    ).toContain('DB-STD-U 990100000000 自 2026-01-01 起与前一行重叠');
  });
  test('下限对不上标准，或者下级的标准低于它', () => {
    const withBound = (line: string, change: (t: string) => string) => {
      const folder = tinyWith('parameters.csv', change);
      writeFileSync(join(folder, 'parameter-bounds.csv'), `key,division,valid_from,floor,ceiling\n${line}\n`);
      return folder;
    };
    expect(problem(withBound('DB-STD-U,990100000000,2024-01-01,70000,', (t) => t))).toMatch(
      /parameter-bounds\.csv.*DB-STD-U 990100000000 2024-01-01 不在 parameters\.csv 中/,
    );
    const own = (value: string) => (t: string) =>
      `${t}DB-STD-U,990121000000,${value},fen/month,2025-02-01,2025-03-01,例,assumption,\n`;
    const floor = 'DB-STD-U,990100000000,2025-01-01,70000,';
    expect(problem(withBound(floor, own('69999')))).toContain('标准不得低于上级规定的最低标准700.00元');
    const bound = loadCity(withBound(floor, own('70000'))).parameters.find(
      (r) => r.key === 'DB-STD-U' && r.division === '990100000000' && r.validFrom === '2025-01-01',
    );
    expect(bound).toMatchObject({ floor: '70000', ceiling: null });
  });
  test('窗口的区划不存在', () =>
    expect(problem(tinyWith('offices.csv', (t) => t.replace('990121000000', '990122000000')))).toContain('990122000000'));
  test('事项文件多了不认识的键', () => {
    expect(problem(tinyWith('services/TC-01.json', (t) => t.replace('"workdays"', '"color": "red", "workdays"')))).toMatch(
      /TC-01\.json: .*color/,
    );
  });
  test('事项只写一次：在清单里的，文件里不再写；不在清单里的，文件里要写', () => {
    const named = '\nTC-01,elderly-care,老年人优待证申领,Courtesy card,老人,乡,乡,5,工作日,,虚构示例,assumption,民政部门\n';
    expect(problem(tinyWith('service-items.csv', (t) => t.trimEnd() + named))).toMatch(
      /TC-01\.json: TC-01 已在 service-items\.csv 中/,
    );
    expect(problem(tinyWith('services/TC-01.json', (t) => t.replace(/"item": \{[^}]*\},/, '')))).toMatch(
      /TC-01\.json: TC-01 不在 service-items\.csv 中/,
    );
  });
  test('事项文件不是JSON', () => expect(problem(tinyWith('services/TC-01.json', () => '{'))).toMatch(/^services\/TC-01\.json: /));
});

test('标准的每一种单位都有中文：24小时、20户、3期', () => {
  const values = ['xianning', 'tiny'].flatMap((name) =>
    loadCity(name).parameters.map((row) => [row.unit, standardText(row)] as const),
  );
  expect(values.filter(([unit, text]) => !unit.startsWith('fen') && /[a-z]/i.test(text))).toEqual([]);
  expect(standardText({ value: '24', unit: 'hours' })).toBe('24小时');
  expect(standardText({ value: '80', unit: 'age' })).toBe('80岁');
  expect(standardText({ value: '5', unit: 'years' })).toBe('5年');
});
