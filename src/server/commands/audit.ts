/** `audit verify`: has anybody changed, removed or inserted a sealed row of the audit log? Works beside the running server. */
import type pg from 'pg';
import { StartupProblem } from '../../database/cluster.ts';
import { type AuditReport, verifyAudit } from '../../kernel/audit/server.ts';
import type { KeyRing } from '../../kernel/protect/server.ts';
import { attach, poolOf } from '../attach.ts';
import { type Command, guarded, readArguments, UsageError } from '../command.ts';
import { keySource, readConfig } from '../config.ts';
import { headFile as headFileOf } from '../operation.ts';

const help = `用法：npm run minzheng -- audit verify [--head 文件] [--format text|json]

重新计算每一号封存，找出封存后被改动、删除、补插的审计记录，以及被删掉的封存；
并说明尚未封存的条数和最早时间（这些记录还不受封存保护，通常不超过5秒）。
  --head 文件   库外链头文件；不写时用数据目录里的那一份
  --format json 输出 JSON
没有发现问题返回 0，发现问题返回 1。`;

const options = { head: { type: 'string' }, format: { type: 'string' } } as const;

/** What the command needs of a city: the owner's connection (it sees every row), the keys, and the head file of the sealer. */
export interface AuditAccess {
  owner: pg.Pool;
  keys: KeyRing;
  headFile: string;
}

export type OpenAudit = (work: (access: AuditAccess) => Promise<number>) => Promise<number>;

const clockTime = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long', timeStyle: 'medium' });

function inWords(report: AuditReport): string {
  const { count, oldest } = report.unsealed;
  const lines = report.problems.map((problem) => problem.message);
  if (report.problemCount > report.problems.length)
    lines.push(`共${report.problemCount}处，以上是前${report.problems.length}处。`);
  lines.push(
    `封存${report.seals}号，共${report.sealedRows}条审计记录；${report.problemCount === 0 ? '没有发现改动。' : `发现${report.problemCount}处问题。`}`,
    count === 0 ? '全部记录均已封存。' : `尚未封存${count}条，最早一条记于${clockTime.format(new Date(oldest!))}。`,
  );
  return `${lines.join('\n')}\n`;
}

/** `open` lends the city's connections for the length of the work and closes them afterwards. */
export const makeAuditCommand = (open: OpenAudit): Command => ({
  name: 'audit',
  summary: '核验审计日志有没有被改动',
  help,
  run: (args, io) =>
    guarded(io, [StartupProblem], async () => {
      const { values, positionals } = readArguments(args, options);
      if (positionals.join(' ') !== 'verify') throw new UsageError('用法 usage: audit verify [--head 文件] [--format text|json]');
      const { format = 'text', head } = values;
      if (format !== 'text' && format !== 'json')
        throw new UsageError(`--format 只能是 text 或 json，不是“${format}” / unknown format`);
      return open(async ({ owner, keys, headFile }) => {
        const report = await verifyAudit(owner, keys, { headFile: head ?? headFile });
        io.stdout.write(format === 'json' ? `${JSON.stringify(report)}\n` : inWords(report));
        return report.problemCount === 0 ? 0 : 1;
      });
    }),
});

/** On the configured city, joined when it is running. */
export const auditCommand = makeAuditCommand(async (work) => {
  const config = readConfig();
  const attached = await attach(config);
  const owner = poolOf(attached.ownerUrl, attached.schema);
  try {
    return await work({ owner, keys: keySource(config).ring(), headFile: headFileOf(config) });
  } finally {
    await owner.end();
    await attached.close();
  }
});
