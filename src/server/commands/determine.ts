/** `determine`: one decision on the command line, from facts on standard input and the standards of a city pack. Needs no server and no database. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { determinations as ofDisability } from '../../domains/disability/determinations.ts';
import { determinations as ofSocialAssistance } from '../../domains/social-assistance/determinations.ts';
import { plainDateOf } from '../../kernel/calendar/index.ts';
import { type Determination, type Determinations, makeParameters } from '../../kernel/policy/index.ts';
import { explain, type FieldProblem } from '../../kernel/result/index.ts';
import { isPlainDate, type PlainDate } from '../../kernel/schema/index.ts';
import { CityError, loadCity } from '../city.ts';
import { type Command, type CommandIo, guarded, readArguments, UsageError } from '../command.ts';
import { sentence } from '../sentences.ts';

const help = `determine 事项 [--on 日期] [--division 区划代码] [--city 城市]
    从标准输入读取核算事实（JSON），输出结论、金额（分）、起发月份和每一条依据（JSON）。
    --on        审核确认日期；不写时用事实中的 decisionDate，再没有则用今天
    --division  代替事实中的受理地区，6至12位代码
determine --schema 事项                输出该事项所需事实的 JSON Schema
可用事项：SA-01 最低生活保障审核确认；SA-03 特困人员救助供养认定；SA-05 低保边缘、SA-06 刚性支出困难家庭认定（依次审各类）；
    SA-07 临时救助（type 为 emergency 急难型或 expense 支出型）；DB-01 困难残疾人生活补贴；DB-02 重度残疾人护理补贴
事实中写 null 表示尚未查明，结论会是 undetermined；写空列表表示已查明没有。`;

const options = {
  on: { type: 'string' },
  division: { type: 'string' },
  city: { type: 'string' },
  schema: { type: 'string' },
} as const;

const determinations: Determinations = { ...ofSocialAssistance, ...ofDisability };

const MAX_BYTES = 2_000_000;
const MAX_SHOWN = 30;

export const determineCommand: Command = {
  name: 'determine',
  summary: '按规则核算一件申请，说明每一条依据',
  help,
  run: (args, io) =>
    guarded(io, [CityError], async () => {
      const { values, positionals } = readArguments(args, options);
      if (values.schema !== undefined) {
        io.stdout.write(`${JSON.stringify(jsonSchemaOf(determinationOf(values.schema).schema), null, 2)}\n`);
        return 0;
      }
      const [item, ...more] = positionals;
      if (item === undefined || more.length > 0)
        throw new UsageError('用法 usage: determine SA-01 [--on 日期] [--division 代码] < 事实.json');
      const determination = determinationOf(item);
      if (values.on !== undefined && !isPlainDate(values.on))
        throw new UsageError(`日期“${values.on}”无效，请写成 2026-11-22 / not a date`);
      const city = loadCity(values.city ?? 'xianning');
      const division = values.division === undefined ? undefined : fullCode(values.division);
      if (division !== undefined && !city.divisions.get(division))
        throw new UsageError(`区划代码“${values.division}”不在${city.city.name}的区划表中 / unknown division`);

      const parsed = determination.schema.safeParse(withDivision(await readJson(io.stdin), division), {
        error: sentence,
      });
      if (!parsed.success)
        return refuse(
          io,
          parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
        );
      const place = parsed.data.division;
      if (!city.divisions.get(place))
        return refuse(io, [{ path: 'division', message: `区划代码“${place}”不在${city.city.name}的区划表中` }]);
      const decided = determination.decide(parsed.data, {
        parameters: makeParameters(
          city.parameters.map((row) => ({
            ...row,
            id: `${row.key}@${row.division}@${row.validFrom}`,
            knownSince: row.validFrom,
          })),
        ),
        on: (values.on as PlainDate | undefined) ?? null,
        // 命令行不在业务事务中，没有业务时钟；需要固定日期时用 --on
        today: plainDateOf(new Date()),
      });
      if (Array.isArray(decided)) return refuse(io, decided);
      if (!decided.ok) {
        io.stderr.write(`${explain(decided).message}\n`);
        return 1;
      }
      const { outcome, amountFen, effectiveMonth, clauses, ...rest } = decided.value;
      io.stdout.write(`${JSON.stringify({ outcome, amountFen, effectiveMonth, clauses, ...rest }, null, 2)}\n`);
      return 0;
    }),
};

function determinationOf(item: string): Determination {
  const found = determinations[item.toUpperCase()];
  if (!found)
    throw new UsageError(`没有可核算的事项“${item}”，可用：${Object.keys(determinations).join(' ')} / unknown service item`);
  return found;
}

const fullCode = (code: string): string => (/^\d{6,12}$/.test(code) ? code.padEnd(12, '0') : code);

function withDivision(data: unknown, division: string | undefined): unknown {
  return division !== undefined && typeof data === 'object' && data !== null && !Array.isArray(data)
    ? { ...data, division }
    : data;
}

async function readJson(stdin: Readable): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > MAX_BYTES) throw new UsageError('事实超过2MB / the facts are larger than 2 MB');
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new UsageError('标准输入是空的，请输入事实（JSON）/ no facts on standard input');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`事实不是有效的 JSON / not JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** One line for each wrong field: its path, then what is wrong. */
function refuse(io: CommandIo, problems: readonly FieldProblem[]): number {
  for (const { path, message } of problems.slice(0, MAX_SHOWN)) io.stderr.write(`${path || '（整体）'}: ${message}\n`);
  if (problems.length > MAX_SHOWN) io.stderr.write(`还有${problems.length - MAX_SHOWN}处 / and more\n`);
  return 2;
}

const PATTERNS: Record<string, Record<string, string>> = {
  'plain-date': { format: 'date' },
  'year-month': { pattern: '^\\d{4}-(0[1-9]|1[0-2])$' },
  division: { pattern: '^\\d{12}$' },
};

/** Plain JSON Schema 2020-12: our labels become titles, the names of choices a description, our formats standard ones. */
function jsonSchemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      const node = jsonSchema as Record<string, unknown>;
      const {
        label,
        help: hint,
        choices,
        unit,
        format,
      } = node as { label?: string; help?: string; choices?: Record<string, string>; unit?: string; format?: string };
      const named = choices
        ? Object.entries(choices)
            .map(([code, name]) => `${code} ${name}`)
            .join('；')
        : undefined;
      const amount = node.widget === 'amount' ? '整数，单位为分（1元为100）' : unit ? `单位：${unit}` : undefined;
      const description = [hint, named, amount].filter(Boolean).join('。');
      for (const key of ['label', 'help', 'choices', 'unit', 'widget', 'protect', 'showIf', 'paper']) delete node[key];
      if (label) node.title = label;
      if (description) node.description = description;
      if (format && PATTERNS[format]) {
        delete node.format;
        Object.assign(node, PATTERNS[format]);
      }
    },
  });
}
