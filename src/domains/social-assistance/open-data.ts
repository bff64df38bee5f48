/** 救助标准 as open data: every standard of the city and its counties, with its days and its source. */
import { defineDataset } from '../../kernel/dataset/server.ts';
import { unitText } from '../../kernel/policy/index.ts';
import { publicStandards, standardNames } from '../../kernel/policy/server.ts';

const natures = { national: '国家或上级规定', seed: '规划印出', assumption: '假定值，待确认' } as const;

defineDataset({
  key: 'standards',
  zh: '救助标准',
  says: '各项补助的标准和条件，一行一个标准在一个地方的一段时间。金额单位是分。标“假定值”的还没有得到主管部门确认。',
  source: '各标准的批准文件，见每一行',
  columns: [
    { key: 'name', zh: '名称' },
    { key: 'division', zh: '区划代码' },
    { key: 'place', zh: '地区' },
    { key: 'value', zh: '数值' },
    { key: 'unit', zh: '单位' },
    { key: 'from', zh: '生效日期' },
    { key: 'to', zh: '失效日期' },
    { key: 'source', zh: '依据' },
    { key: 'nature', zh: '性质' },
  ],
  rows: async (tx) => {
    const names = standardNames();
    const places = [
      tx.city,
      ...tx.divisions.ancestors(tx.city).map(({ code }) => code),
      ...tx.divisions.children(tx.city).map(({ code }) => code),
    ];
    return (await publicStandards(tx, places))
      .filter(({ key }) => names[key] !== undefined)
      .sort((a, b) => (`${a.key} ${a.division} ${a.validFrom}` < `${b.key} ${b.division} ${b.validFrom}` ? -1 : 1))
      .map(({ key, division, value, unit, validFrom, validTo, source, nature }) => ({
        name: names[key]!,
        division,
        place: tx.divisions.get(division)?.name ?? division,
        value,
        unit: unit.startsWith('fen') ? unit.replace('fen', '分') : unitText(unit),
        from: validFrom,
        to: validTo,
        source,
        nature: natures[nature],
      }));
  },
});
