/** `simulate`: a synthetic city with the truth known, played through the platform and compared, month by month, with what everybody was due. */
import type { Tally } from '../../simulate/compare.ts';
import type { Benefit } from '../../simulate/world.ts';
import { type Command, readArguments, UsageError } from '../command.ts';
import { type Simulated, simulateOn, withGround } from '../simulation/run.ts';

const help = `simulate [--population 人数] [--years 年数] [--seed 种子] [--format json]
    造一座城市，按种子发生几年的生老病死、就业失业、迟报漏报，全部经平台自己的办理动作走一遍，
    再与另写的对照算法逐户逐月比较：该发的发了没有，不该发的发了没有，金额差多少。
    --population  居民人数，默认 3000
    --years       年数，可写 0.5、1.5，默认 1.5，最多 5
    --seed        种子，同一种子结果相同，默认 1
    --families    困难家庭户数，不写时按人口推算
    --only        只演这几户，如 F000003,F000015：查一处差别的原因时用
    --format json 只输出 JSON
    用自己的临时数据库，不碰现有数据。有漏发、错发、金额不符、账上不符或办不下去的事时退出码为 1，逐户经过写在标准错误输出。`;

const programmes: Record<Benefit, string> = {
  dibao: '最低生活保障',
  tekun: '特困基本生活',
  'tekun-care': '特困照料护理',
  edge: '低保边缘认定（次）',
  rigid: '刚性支出认定（次）',
  'disability-living': '残疾人生活补贴',
  'disability-nursing': '残疾人护理补贴',
  'temporary-aid': '临时救助（次）',
  'price-subsidy': '价格临时补贴',
};

function whole(
  text: string | undefined,
  name: string,
  { usual, low, high }: { usual: number; low: number; high: number },
): number {
  const value = text === undefined ? usual : Number(text);
  if (!Number.isInteger(value) || value < low || value > high)
    throw new UsageError(`--${name} 应为${low}到${high}的整数，不是“${text}” / not a number between ${low} and ${high}`);
  return value;
}

function monthsOf(text: string | undefined): number {
  const months = Math.round(Number(text ?? '1.5') * 12);
  if (!(months >= 6 && months <= 60)) throw new UsageError(`--years 应为0.5到5，不是“${text}” / years between 0.5 and 5`);
  return months;
}

const wrong = (tally: Tally): number => tally.missed + tally.notEntitledPaid + tally.wrongAmount;

const resultOf = (order: object, simulated: Simulated) => ({
  ...order,
  seconds: Math.round(simulated.seconds),
  days: simulated.replayed.days,
  cases: simulated.replayed.cases,
  decisions: simulated.replayed.steps.length,
  paymentLines: simulated.replayed.lines,
  programmes: [...simulated.comparison.tallies.values()].filter((t) => t.entitled + t.found + wrong(t) > 0),
  clues: simulated.clues.map(({ rule, found, missed, days }) => ({
    rule,
    found,
    missed,
    daysToClue: found === 0 ? null : Math.round((days / found) * 10) / 10,
  })),
  unanswered: simulated.lapses,
  stuck: simulated.replayed.stuck,
  books: simulated.books,
});

function tableOf(result: ReturnType<typeof resultOf>): string {
  const columns = ['entitled', 'found', 'missed', 'notEntitledPaid', 'wrongAmount', 'unknowable'] as const;
  const names = {
    entitled: '应享',
    found: '相符',
    missed: '漏发',
    notEntitledPaid: '错发',
    wrongAmount: '金额不符',
    unknowable: '无从知道',
  };
  const wide = (text: string, size: number): string =>
    text + ' '.repeat(Math.max(1, size - [...text].reduce((n, c) => n + (c > '~' ? 2 : 1), 0)));
  const lines = [
    wide('项目（户月、人月或次）', 24) + columns.map((c) => wide(names[c], 12)).join(''),
    ...result.programmes.map((t) => wide(programmes[t.benefit], 24) + columns.map((c) => wide(String(t[c]), 12)).join('')),
  ];
  const clues = result.clues.map(
    (c) => wide(c.rule, 24) + wide(String(c.found), 12) + wide(String(c.missed), 12) + (c.daysToClue ?? '－'),
  );
  lines.push('', [wide('预警', 24), wide('按期发现', 12), wide('没有发现', 12), '从发生到发现（天）'].join(''), ...clues);
  return `${lines.join('\n')}\n没有按期答复${result.unanswered}件；办不下去${result.stuck.length}件；账上不符${result.books.length}处；办件${result.cases}件，发放${result.paymentLines}笔，${result.seconds}秒。\n`;
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: '造一座知道真相的城市，走完几年，核对有没有漏发错发 / play a synthetic city and compare',
  help,
  async run(args, io) {
    const { values, positionals } = readArguments(args, {
      population: { type: 'string' },
      years: { type: 'string' },
      seed: { type: 'string' },
      families: { type: 'string' },
      only: { type: 'string' },
      format: { type: 'string' },
    });
    if (positionals.length > 0) throw new UsageError(`不认识“${positionals[0]}” / unexpected argument`);
    if (values.format !== undefined && values.format !== 'json') throw new UsageError('--format 只能是 json / only json');
    const order = {
      population: whole(values.population, 'population', { usual: 3000, low: 100, high: 3_000_000 }),
      months: monthsOf(values.years),
      seed: whole(values.seed, 'seed', { usual: 1, low: 0, high: 1_000_000_000 }),
      ...(values.families === undefined
        ? {}
        : { families: whole(values.families, 'families', { usual: 1, low: 1, high: 200_000 }) }),
      ...(values.only === undefined ? {} : { only: values.only.split(',') }),
    };
    const say = (line: string) => io.stderr.write(`${line}\n`);
    const simulated = await withGround((ground) => simulateOn(ground, { ...order, say }));
    for (const text of [...simulated.replayed.stuck, ...simulated.books, ...simulated.stories]) say(`\n${text}`);
    const result = resultOf(order, simulated);
    io.stdout.write(values.format === 'json' ? `${JSON.stringify(result)}\n` : tableOf(result));
    return result.stuck.length + result.books.length > 0 || result.programmes.some((tally) => wrong(tally) > 0) ? 1 : 0;
  },
};
