/** `divisions resolve`: the place that a text names, for one text or for every row of a CSV file. Needs no server and no database. */

import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { CsvError, type CsvRow, csvLine, csvReader } from '../../kernel/csv/index.ts';
import { type Divisions, flagTexts, levels, type Place } from '../../kernel/division/index.ts';
import { CityError, loadCity } from '../city.ts';
import { type Command, type CommandIo, guarded, readArguments, UsageError } from '../command.ts';

const ADDED = ['resolved_code', 'resolved_level', 'confidence', 'candidates'] as const;
const PIECE = 64 * 1024;

const help = `divisions resolve [--within 代码或名称] 文字
divisions resolve --csv 文件 --text-column 列名 [--within-column 列名] [--within 代码或名称] [--format csv|json]

把自由文字对应到行政区划。--csv 逐行处理（“-”为标准输入），原样重复输入各列，并加上：
  resolved_code   12位代码，没有地点时为空
  resolved_level  city county township village none
  confidence      high medium low none
  candidates      同名单位的代码，以“;”分隔（json 为数组）
--within-column 为空或不认识的行，按 --within 或全市查找。
其他选项：--city 城市（默认 xianning）  --format json 输出 JSON`;

const options = {
  within: { type: 'string' },
  csv: { type: 'string' },
  'text-column': { type: 'string' },
  'within-column': { type: 'string' },
  format: { type: 'string' },
  city: { type: 'string' },
} as const;

export const divisionsCommand: Command = {
  name: 'divisions',
  summary: '把文字中的地名对应到行政区划代码',
  help,
  run: (args, io) =>
    guarded(io, [CityError, CsvError], async () => {
      const { values, positionals } = readArguments(args, options);
      const [verb, ...words] = positionals;
      if (verb !== 'resolve') throw new UsageError('用法 usage: divisions resolve [--within 代码或名称] 文字');
      const { divisions } = loadCity(values.city ?? 'xianning');
      const hint = values.within === undefined ? undefined : unitOf(divisions, values.within);
      if (values.within !== undefined && hint === undefined)
        throw new UsageError(`--within “${values.within}”不是本市的区划代码或唯一名称 / no such division`);
      if (values.format !== undefined && values.format !== 'csv' && values.format !== 'json')
        throw new UsageError(`--format 只能是 csv 或 json，不是“${values.format}” / unknown format`);
      if (values.csv === undefined) {
        if (values['text-column'] ?? values['within-column'])
          throw new UsageError('--text-column、--within-column 要和 --csv 一起用 / needs --csv');
        if (words.length === 0) throw new UsageError('请写出要解析的文字 / text is missing');
        const place = divisions.resolvePlace(words.join(' '), hint);
        io.stdout.write(values.format === 'json' ? `${JSON.stringify(place)}\n` : sentence(divisions, place));
        return 0;
      }
      if (words.length > 0) throw new UsageError(`--csv 之外多出的文字“${words.join(' ')}” / unexpected text`);
      const column = values['text-column'];
      if (column === undefined) throw new UsageError('--csv 需要 --text-column / --text-column is missing');
      await resolveFile({
        path: values.csv,
        textColumn: column,
        withinColumn: values['within-column'],
        json: values.format === 'json',
        resolve: (text, within) => divisions.resolvePlace(text, (within ? unitOf(divisions, within) : undefined) ?? hint),
        io,
      });
      return 0;
    }),
};

/** The unit that a code or a name means; of several with one name the only one on the highest level (赤壁: the city, not the town). */
function unitOf(divisions: Divisions, text: string): string | undefined {
  const word = text.trim();
  const found = divisions.find(word);
  const top = Math.min(...found.map((unit) => levels.indexOf(unit.level)));
  const highest = found.filter((unit) => levels.indexOf(unit.level) === top);
  if (highest.length === 1) return highest[0]!.code;
  const place = found.length > 0 ? null : divisions.resolvePlace(word);
  return place && !place.flags.includes('AMBIGUOUS') ? (place.code ?? undefined) : undefined;
}

function sentence(divisions: Divisions, place: Place): string {
  const name = (code: string) => `${code} ${divisions.fullName(code)}`;
  const lines = [place.code === null ? 'none 没有找到地点' : `${name(place.code)}  ${place.level}  ${place.confidence}`];
  for (const flag of place.flags) lines.push(`  ${flagTexts[flag]}`);
  for (const code of place.members) lines.push(`  含 ${name(code)}`);
  for (const code of place.candidates) lines.push(`  候选 ${name(code)}`);
  return `${lines.join('\n')}\n`;
}

interface FileJob {
  readonly path: string;
  readonly textColumn: string;
  readonly withinColumn: string | undefined;
  readonly json: boolean;
  readonly resolve: (text: string, within: string | undefined) => Place;
  readonly io: CommandIo;
}

async function resolveFile(job: FileJob): Promise<void> {
  const { io, json } = job;
  const shown = job.path === '-' ? '标准输入' : job.path;
  if (job.path !== '-' && !(existsSync(job.path) && statSync(job.path).isFile()))
    throw new UsageError(`没有文件“${job.path}” / no such file`);
  const input: Readable = job.path === '-' ? io.stdin : createReadStream(job.path, { highWaterMark: PIECE });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new UsageError(`${shown} 不是 UTF-8 编码，请另存为“CSV UTF-8” / not UTF-8`);
    }
  };
  const reader = csvReader();
  let header: Header | null = null;
  let written = 0;
  const handle = async (rows: CsvRow[]): Promise<void> => {
    let out = '';
    for (const row of rows) {
      if (header === null) {
        header = headerOf(row, job);
        out += json ? '[' : csvLine([...header.columns, ...ADDED]);
        continue;
      }
      const { columns, text, within } = header;
      if (row.cells.length !== columns.length)
        throw new CsvError(
          row.line,
          `${shown}:${row.line} 有${row.cells.length}列，表头有${columns.length}列 / wrong number of cells`,
        );
      const place = job.resolve(row.cells[text]!, within === null ? undefined : row.cells[within]);
      const added = { resolved_code: place.code ?? '', resolved_level: place.level, confidence: place.confidence };
      if (json) {
        const own = Object.fromEntries(columns.map((name, i) => [name, row.cells[i]!]));
        out += `${written === 0 ? '\n' : ',\n'}${JSON.stringify({ ...own, ...added, candidates: place.candidates })}`;
      } else out += csvLine([...row.cells, ...Object.values(added), place.candidates.join(';')]);
      written++;
    }
    await write(io.stdout, out);
  };
  for await (const bytes of input) await handle(reader.push(decode(bytes as Uint8Array)));
  await handle(reader.push(decode()));
  await handle(reader.end());
  if (header === null) throw new UsageError(`${shown} 是空文件 / the file is empty`);
  if (json) await write(io.stdout, `${written === 0 ? '' : '\n'}]\n`);
}

interface Header {
  readonly columns: readonly string[];
  readonly text: number;
  readonly within: number | null;
}

function headerOf(row: CsvRow, { textColumn, withinColumn }: FileJob): Header {
  const columns = row.cells;
  const indexOf = (name: string): number => {
    const at = columns.indexOf(name);
    if (at < 0) throw new UsageError(`没有列“${name}”，表头有：${columns.join('、')} / no such column`);
    return at;
  };
  const clash = ADDED.find((name) => columns.includes(name));
  if (clash) throw new UsageError(`输入已有列“${clash}”，请先改名 / the column exists already`);
  return { columns, text: indexOf(textColumn), within: withinColumn === undefined ? null : indexOf(withinColumn) };
}

async function write(stream: Writable, text: string): Promise<void> {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}
