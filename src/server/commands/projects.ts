/** `projects import`, `projects reconcile`: the printed tables of the plan from files, and the complete list of where they disagree. */
import fs from 'node:fs';
import { StartupProblem } from '../../database/cluster.ts';
import { type DifferenceView, reconciliation } from '../../domains/planning-statistics/projects/differences.ts';
import { type DetailRow, type TableKind, tableNames } from '../../domains/planning-statistics/projects/printed.ts';
import { readProjectTable } from '../../domains/planning-statistics/projects/read-file.ts';
import { addRows, openTable } from '../../domains/planning-statistics/projects/tables.ts';
import { newId } from '../../kernel/context/server.ts';
import { CsvError, csvLine } from '../../kernel/csv/index.ts';
import { sm3 } from '../../kernel/protect/server.ts';
import { explain } from '../../kernel/result/index.ts';
import { attach } from '../attach.ts';
import { CityError } from '../city.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { type Config, keySource, readConfig } from '../config.ts';
import '../capabilities.ts';
import '../domains.ts';
import { operate } from '../operation.ts';

const help = `用法：npm run minzheng -- projects import --detail 文件 --summary 文件
      npm run minzheng -- projects reconcile [--format csv|json]

import     导入规划的项目明细表（附件二）、汇总表（附件一），.csv 或 .xlsx。整份导入：有一行不对就一行也不收，逐行指出。
           只给一个文件时只换那一张表；先前导入的保留。
reconcile  按规则R1–R6对账，打印全部不一致的地方：规则、级别、两边的数、差额、说明。
  --format csv|json  打印格式，默认 csv

平台在运行时也能执行；数据库须已升级（migrate）、城市数据须已载入。`;

const options = { detail: { type: 'string' }, summary: { type: 'string' }, format: { type: 'string' } } as const;
const BATCH = 500;

async function read(kind: TableKind, path: string): Promise<{ rows: DetailRow[]; content: string }> {
  if (!fs.existsSync(path) || !fs.statSync(path).isFile()) throw new UsageError(`没有文件“${path}” / no such file`);
  const bytes = fs.readFileSync(path);
  const { rows, problems } = await readProjectTable(kind, bytes);
  if (problems.length > 0)
    throw new StartupProblem(
      `${path}（${tableNames[kind]}）有${problems.length}处不对，一行也没有导入：\n${problems
        .slice(0, 50)
        .map(({ row, message }) => `  ${row > 0 ? `第${row}行：` : ''}${message}`)
        .join('\n')}`,
    );
  return { rows, content: sm3(bytes).toString('hex') };
}

const wan = (fen: number): string => (fen / 1_000_000).toFixed(2).replace(/\.?0+$/, '');
const shown = ({ measure }: DifferenceView, value: number | string | null): string =>
  value === null ? '' : measure === 'investment' ? wan(Number(value)) : String(value);

const COLUMNS = [
  'rule',
  'table',
  'level',
  'category',
  'subcategory',
  'measure',
  'unit',
  'a_label',
  'a_value',
  'b_label',
  'b_value',
  'difference',
  'rounding',
  'state',
  'reason',
] as const;

const recordOf = (d: DifferenceView): Record<(typeof COLUMNS)[number], string> => ({
  rule: d.rule,
  table: d.table,
  level: d.level,
  category: d.category,
  subcategory: d.subcategory,
  measure: d.measure,
  unit: d.measure === 'investment' ? '10k_yuan' : d.measure === 'name' ? '' : 'count',
  a_label: d.a.label,
  a_value: shown(d, d.a.value),
  b_label: d.b.label,
  b_value: shown(d, d.b.value),
  difference: d.difference === null ? '' : shown(d, d.difference),
  rounding: d.rounding ? 'true' : 'false',
  state: d.state,
  reason: d.answer?.reason ?? '',
});

export const makeProjectsCommand = (config: () => Config): Command => ({
  name: 'projects',
  summary: '导入规划的项目表，对账',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem, CityError, CsvError], async () => {
      const { values, positionals } = readArguments(args, options);
      const verb = positionals.join(' ');
      if (verb !== 'import' && verb !== 'reconcile') throw new UsageError('用法 usage: projects import|reconcile');
      if (values.format !== undefined && values.format !== 'csv' && values.format !== 'json')
        throw new UsageError(`--format 只能是 csv 或 json，不是“${values.format}” / unknown format`);
      const files: [TableKind, string][] = [
        ...(values.summary === undefined ? [] : [['summary', values.summary] as [TableKind, string]]),
        ...(values.detail === undefined ? [] : [['detail', values.detail] as [TableKind, string]]),
      ];
      if (verb === 'import' && files.length === 0) throw new UsageError('请给出 --detail、--summary 文件 / no file');
      const tables: { kind: TableKind; rows: DetailRow[]; content: string }[] = [];
      for (const [kind, path] of files) tables.push({ kind, ...(await read(kind, path)) });
      const settings = config();
      const attached = await attach(settings);
      const ring = keySource(settings).ring();
      try {
        if (verb === 'reconcile') {
          const found = await operate(attached, settings, ring, reconciliation);
          if (!found.ok) throw new StartupProblem(explain(found).message);
          const records = found.value.differences.map(recordOf);
          io.stdout.write(
            values.format === 'json'
              ? `${JSON.stringify({ checked: found.value.checked, differences: records }, null, 1)}\n`
              : csvLine(COLUMNS) + records.map((r) => csvLine(COLUMNS.map((c) => r[c]))).join(''),
          );
          return 0;
        }
        await operate(attached, settings, ring, async (tx) => {
          for (const { kind, rows, content } of tables) {
            const id = newId();
            const table = await openTable(tx, { id, kind, content });
            if (!table.ok) throw new StartupProblem(explain(table).message);
            for (let at = 0; at < rows.length; at += BATCH)
              await addRows(tx, { tableId: id, plan: table.value.plan }, rows.slice(at, at + BATCH));
          }
        });
        io.stdout.write(tables.map(({ kind, rows }) => `已导入${tableNames[kind]}${rows.length}行。\n`).join(''));
        return 0;
      } finally {
        await attached.close();
      }
    }),
});

export const projectsCommand = makeProjectsCommand(readConfig);
