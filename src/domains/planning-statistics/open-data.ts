/** What planning gives as open data: the numbers of the plans, the printed projects, the locked statistics. */
import { sql } from '../../database/sql.ts';
import { type DatasetRow, defineDataset } from '../../kernel/dataset/server.ts';
import { publicStatistics } from './cockpit/public.ts';
import { type FigureDomain, figureDomains, type ValueType, valueTypes } from './figures/terms.ts';
import { type PrintedLevel, printedLevels } from './projects/printed.ts';
import { planOfProjects } from './projects/tables.ts';

defineDataset({
  key: 'plan-figures',
  zh: '规划里的数',
  says: '历次规划印出的每一个目标值、实际值和预测值，一行一个，照原文，不作改动。',
  source: '规划原文，见每一行的章节',
  columns: [
    { key: 'plan', zh: '规划' },
    { key: 'indicator', zh: '指标编号' },
    { key: 'name', zh: '指标' },
    { key: 'unit', zh: '单位' },
    { key: 'kind', zh: '性质' },
    { key: 'year', zh: '年份' },
    { key: 'type', zh: '值的类型' },
    { key: 'qualifier', zh: '关系' },
    { key: 'value', zh: '数值' },
    { key: 'division', zh: '区划代码' },
    { key: 'domain', zh: '业务' },
    { key: 'section', zh: '章节' },
    { key: 'phrase', zh: '原文' },
  ],
  rows: async (tx) => {
    const rows = await tx.rows<Record<string, string> & { type: ValueType; domain: FigureDomain }>(
      sql`select p.name as plan, f.indicator, f.name, f.unit, f.kind, f.year, f.value_type as type, f.qualifier, f.value, f.division, f.domain, f.section, f.phrase
        from plan_figure f join plan p on p.code = f.plan order by f.row_no limit 5000`,
    );
    return rows.map((row) => ({ ...row, type: valueTypes[row.type], domain: figureDomains[row.domain] }));
  },
});

defineDataset({
  key: 'projects',
  zh: '规划项目（原样）',
  says: '规划附件的项目明细表，照印出的原样，含小计行。表里有几处合计对不上，没有改。',
  source: '规划附件二',
  columns: [
    { key: 'no', zh: '行' },
    { key: 'level', zh: '行的类型' },
    { key: 'category', zh: '大类' },
    { key: 'subcategory', zh: '小类' },
    { key: 'serial', zh: '序号' },
    { key: 'name', zh: '项目名称' },
    { key: 'location', zh: '拟建地点' },
    { key: 'implementer', zh: '实施单位' },
    { key: 'count', zh: '印出的个数' },
    { key: 'investment', zh: '投资（万元）' },
  ],
  rows: async (tx) => {
    const plan = await planOfProjects(tx);
    if (!plan) return [];
    const rows = await tx.rows<DatasetRow & { level: PrintedLevel }>(
      sql`select r.row_no as no, r.level, r.category, r.subcategory, r.serial_no as serial, r.name, r.location, r.implementer, r.count,
          trim_scale(r.investment_fen / 1000000.0)::text as investment
        from project_table_row r join project_table t on t.id = r.table_id
        where t.plan = ${plan.code} and t.kind = 'detail' and t.state = 'current' order by r.row_no limit 200000`,
    );
    return rows.map((row) => ({ ...row, level: printedLevels[row.level] }));
  },
});

defineDataset({
  key: 'statistics',
  zh: '已锁定的统计',
  says: '每张统计报表最近锁定的一期，全市和各县（市、区），一行一个数。1至4人写作“<5”；为了减不出来，另有一些数写“不公布”。',
  source: '乡镇、县、市逐级报送，市级锁定',
  columns: [
    { key: 'form', zh: '报表编号' },
    { key: 'formName', zh: '报表' },
    { key: 'period', zh: '报表期' },
    { key: 'division', zh: '区划代码' },
    { key: 'place', zh: '地区' },
    { key: 'cell', zh: '指标编号' },
    { key: 'label', zh: '指标' },
    { key: 'unit', zh: '单位' },
    { key: 'value', zh: '数值' },
    { key: 'locked', zh: '锁定日期' },
  ],
  rows: async (tx) =>
    (await publicStatistics(tx)).flatMap(({ form, name, period, lockedOn, table }) =>
      table.rows.flatMap((row) =>
        row.cells.flatMap((value, i) => {
          const { key, label, unit } = table.columns[i]!;
          return value === null
            ? []
            : [
                {
                  form,
                  formName: name,
                  period,
                  division: row.division,
                  place: row.name,
                  cell: key,
                  label,
                  unit,
                  value,
                  locked: lockedOn,
                },
              ];
        }),
      ),
    ),
});
