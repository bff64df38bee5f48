/** A claim of the welfare home that the insurer has looked at, its subsidy asked for, and a case of penalty in which the home may still speak. Safe to run again after a kill. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { askSubsidy } from '../../../kernel/subsidy/server.ts';
import { insurance } from '../insurance/book.ts';
import { reportClaim, surveyClaim } from '../insurance/claims.ts';
import { noticePenalty, openPenalty, recordPenalty } from '../penalties/act.ts';
import type { CareStage } from './stage.ts';

/** `today`: the day on which the demonstration begins. After the plays of the homes and of supervision. */
export async function playAccountable(stage: Pick<CareStage, 'context'>, today: PlainDate): Promise<void> {
  await stage.context.write(systemActor('demonstration', stage.context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from care_insurance_claim limit 1`)) return;
    const policy = await tx.one<{ id: string }>(sql`select id from care_insurance where policy_no = 'DEM-2025-0701'`);
    const accountant = at(tx, await staffOf(tx, 'kuaiji'), today);
    const [on, looked] = [plusDays(today, -12), plusDays(today, -6)];
    const claim = { happenedOn: on, reportedOn: on, reportNo: 'JC-2026-0817（示例）', what: '走廊跌倒，手腕骨折，送医固定' };
    const { id } = must('claim', await reportClaim(accountant, policy.id, claim));
    must('survey', await surveyClaim(accountant, id, { on: looked, survey: '看过监控、病历和照护记录' }));
    must('subsidy', await askSubsidy(accountant, insurance, { policy: policy.id }));
    const home = await tx.one<{ id: string }>(sql`select id from care_institution where name = '温泉康乐养老公寓'`);
    const lead = at(tx, await staffOf(tx, 'zhifa1'), plusDays(today, -8));
    const second = await staffOf(tx, 'zhifa2');
    const facts = '检查发现夜间没有人值班，责令整改以后复查仍然没有改正';
    const kase = must('open', await openPenalty(lead, { institution: home.id, second: second.id, facts }));
    const record = '询问院长和值班组长，调看三个晚上的监控，值班室没有人';
    must('record', await recordPenalty(at(tx, second, plusDays(today, -4)), kase.id, { record }));
    const notice = {
      kinds: ['correct', 'fine'] as ('correct' | 'fine')[],
      fine: 12_000_00,
      basis: '《养老机构管理办法》第四十六条',
    };
    must('notice', await noticePenalty({ ...lead, today: plusDays(today, -1) }, kase.id, notice));
  });
}
