/** 急难报告: anybody reports, without signing in; the township hears at once and opens the case from it, or says why not. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';

export interface ReportContent {
  /** Who needs help, as far as the reporter knows. */
  readonly who: string;
  /** Near what: a house, a road. */
  readonly where: string;
  readonly what: string;
  readonly phone: string;
}

const place = (id: string): string => `emergency_report.content:${id}`;

/** A report comes in: the first answer is a telephone number, so that nobody waits for a form. */
export function reportEmergency(
  context: Context,
  given: { division: DivisionCode; requestId: string } & ReportContent,
): Promise<Result<{ id: string; telephone: string; office: string }>> {
  const intake = systemActor('emergency-intake', context.city);
  return context.once(intake, { action: 'emergency.report', requestId: given.requestId, body: given }, async (tx) => {
    const { division, who, where, what, phone } = given;
    const level = tx.divisions.get(division)?.level;
    if (level !== 'village' && level !== 'township')
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择到乡镇（街道）或村（社区）' }]);
    const hours = await wholeParameter(tx, 'TA-FIRST-HELP-HOURS', division, tx.today);
    if (!hours.ok) return hours;
    const id = newId();
    const content: ReportContent = { who, where, what, phone };
    await tx.run(
      sql`insert into emergency_report (id, division, content, reported_at) values (${id}, ${division}, ${tx.keys.sealJson(content, place(id))}, ${tx.now})`,
    );
    await recordAudit(tx, { action: 'emergency.reported', subject: { kind: 'emergency-report', id }, division });
    const params = { place: tx.divisions.fullName(division), hours: hours.value };
    await notify(tx, {
      to: { performer: 'township-clerk', division: townshipOf({ division }) },
      template: 'aid.reported',
      params,
    });
    await notify(tx, {
      to: { performer: 'township-leader', division: townshipOf({ division }) },
      template: 'aid.reported',
      params,
    });
    if (level === 'village')
      await notify(tx, { to: { performer: 'village-worker', division }, template: 'aid.reported', params });
    const office = tx.office(townshipOf({ division }));
    return ok({ id, telephone: office.telephone, office: office.name });
  });
}

export interface ReportRow extends ReportContent {
  readonly id: string;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly reportedAt: string;
}

/** Reports that wait, the oldest first, at most 50. The telephone is for calling back: its reading is on record with the list. */
export async function openReports(tx: Tx): Promise<ReportRow[]> {
  const rows = await tx.rows<{ id: string; division: DivisionCode; reportedAt: string; content: Buffer }>(
    sql`select id, division, reported_at, content from emergency_report where state = 'open' order by reported_at, id limit 50`,
  );
  if (rows.length > 0) await recordAudit(tx, { action: 'emergency.reports.listed', detail: { ids: rows.map((r) => r.id) } });
  return rows.map(({ content, ...row }) => ({
    ...row,
    divisionName: tx.divisions.fullName(row.division),
    ...tx.keys.openJson<ReportContent>(content, place(row.id)),
  }));
}

export async function dismissReport(tx: Tx, given: { id: string; result: string }): Promise<Result<null, 'AID_REPORT_HANDLED'>> {
  const changed =
    await tx.run(sql`update emergency_report set state = 'dismissed', handled_at = ${tx.now}, handled_by = ${tx.actor.id}, result = ${given.result}
    where id = ${given.id} and state = 'open'`);
  if (changed === 0) return fail('AID_REPORT_HANDLED');
  await recordAudit(tx, { action: 'emergency.report.dismissed', subject: { kind: 'emergency-report', id: given.id } });
  return ok(null);
}
