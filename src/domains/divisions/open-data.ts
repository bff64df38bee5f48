/** 区划代码 as open data: the units of the day, legal ones and others apart. */
import { defineDataset } from '../../kernel/dataset/server.ts';
import type { levels } from '../../kernel/division/index.ts';

const levelNames = {
  nation: '国',
  province: '省',
  city: '市',
  county: '县',
  township: '乡',
  village: '村',
} as const satisfies Record<(typeof levels)[number], string>;

defineDataset({
  key: 'divisions',
  zh: '区划代码',
  says: '本市今天有效的市、县、乡、村四级单位，一行一个。法定单位计入覆盖率，功能区和虚拟单位不计。',
  source: '国家统计局2023年统计用区划代码，加本市批准的区划变更',
  columns: [
    { key: 'code', zh: '代码' },
    { key: 'name', zh: '名称' },
    { key: 'level', zh: '层级' },
    { key: 'kind', zh: '类型' },
    { key: 'parent', zh: '上级代码' },
    { key: 'pinyin', zh: '拼音' },
    { key: 'legal', zh: '是否法定单位' },
    { key: 'from', zh: '生效日期' },
  ],
  rows: (tx) =>
    Promise.resolve(
      tx.divisions.subtree(tx.city).map(({ code, name, level, kind, parent, pinyin, legal, validFrom }) => ({
        code,
        name,
        level: levelNames[level],
        kind,
        parent,
        pinyin,
        legal: legal ? '是' : '否',
        from: validFrom,
      })),
    ),
});
