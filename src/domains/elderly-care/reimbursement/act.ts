/** 异地医疗报销帮办: asked for on the telephone or the portal, told within two working days what to bring, done or handed on, called back as any ticket. Papers stay with their owner. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { endOfSpan } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { answerDispatched, dispatchAtOnce, registerTicket, type TicketChannel } from '../../../kernel/ticket/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { townshipOf } from '../offices.ts';
import { type HelpContent, helpPlace, lockHelp } from './store.ts';
import { type CalledHelp, careKinds, type Ended, type Guide, type OwnHelp, outcomes, papers } from './terms.ts';

defineTemplates({
  'reimbursement.guided': {
    title: '报销要带的材料',
    text: '请带：{papers}。{said}原件您自己保管，我们不收。有不清楚的打{phone}。',
  },
  'reimbursement.ended': { title: '报销帮办有结果', text: '{outcome}：{said}之后会打电话回访。' },
  'reimbursement.late': { title: '报销帮办还没有指导', text: '{place}有一件异地医疗报销求助，到期还没有指导材料，请马上联系。' },
});

type Asked = Omit<z.infer<typeof CalledHelp>, 'name'> & { name?: string };

async function ask(
  tx: Tx,
  given: Asked,
  of: { channel: TicketChannel; personId: string | null },
): Promise<Result<{ id: string }>> {
  const division = given.division as DivisionCode;
  if (tx.divisions.get(division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选到村（社区）' }]);
  const days = await wholeParameter(tx, 'REIMBURSE-FIRST', tx.city, tx.today);
  if (!days.ok) return days;
  const ticket = await registerTicket(tx, {
    channel: of.channel,
    kind: 'help',
    category: 'elderly',
    urgency: 'C',
    division,
    matter: `异地医疗报销帮办：${careKinds[given.kind]}。${given.matter}`,
    phone: given.phone,
    ...(given.name ? { name: given.name } : {}),
  });
  if (!ticket.ok) return ticket;
  const township = tx.divisions.get(townshipOf({ division }))?.name ?? '';
  await dispatchAtOnce(tx, ticket.value.id, { to: township, note: '请在“报销帮办”里指导材料、登记结果' });
  const id = newId();
  const { place, kind, matter, phone, name } = given;
  const content: HelpContent = { place, kind, matter, phone, ...(name ? { name } : {}) };
  await tx.run(sql`insert into reimbursement_help (id, ticket_id, division, person_id, content, asked_at, guide_due)
    values (${id}, ${ticket.value.id}, ${division}, ${of.personId}, ${tx.keys.sealJson(content, helpPlace('content', id))}, ${tx.now},
      ${endOfSpan(tx.calendar, tx.now, { workdays: days.value }, division)})`);
  await recordAudit(tx, {
    action: 'reimbursement.asked',
    subject: { kind: 'reimbursement-help', id },
    division,
    ...(of.personId ? { personId: of.personId } : {}),
  });
  return ok({ id });
}

export const askByPhone = (tx: Tx, given: z.infer<typeof CalledHelp>) => ask(tx, given, { channel: 'call', personId: null });
export const askMyself = (tx: Tx, personId: string, given: z.infer<typeof OwnHelp>) =>
  ask(tx, given, { channel: 'portal', personId });

/** 材料指导: the first answer. May be given again, with what is still missing. */
export async function guide(tx: Tx, id: string, given: z.infer<typeof Guide>): Promise<Result<{ id: string }>> {
  const found = await lockHelp(tx, id);
  if (!found.ok) return found;
  const help = found.value;
  if (help.outcome !== null) return fail('REIMBURSE_ENDED');
  await tx.run(sql`update reimbursement_help set guided_at = coalesce(guided_at, ${tx.now}), helper = ${tx.actor.name},
    guide = ${tx.keys.sealJson(given, helpPlace('guide', id))} where id = ${id}`);
  await recordAudit(tx, {
    action: 'reimbursement.guided',
    subject: { kind: 'reimbursement-help', id },
    division: help.division,
    ...(help.personId ? { personId: help.personId } : {}),
  });
  if (help.personId)
    await notify(tx, {
      to: { personId: help.personId },
      template: 'reimbursement.guided',
      params: {
        papers: given.papers.map((key) => papers[key]).join('、'),
        said: sentence(given.said),
        phone: tx.office(townshipOf(help)).telephone,
      },
    });
  return ok({ id });
}
const sentence = (text: string): string => (/[。！？]$/.test(text) ? text : `${text}。`);

/** 代办或转办: the ticket is answered by it, and waits for the call back. */
export async function endHelp(tx: Tx, id: string, given: z.infer<typeof Ended>): Promise<Result<{ id: string }>> {
  const found = await lockHelp(tx, id);
  if (!found.ok) return found;
  const help = found.value;
  if (help.outcome !== null) return fail('REIMBURSE_ENDED');
  if (help.guidedAt === null) return fail('REIMBURSE_UNGUIDED');
  await tx.run(sql`update reimbursement_help set outcome = ${given.outcome}, outcome_at = ${tx.now}, helper = ${tx.actor.name},
    result = ${tx.keys.seal(given.said, helpPlace('result', id))} where id = ${id}`);
  const said = `${outcomes[given.outcome]}：${sentence(given.said)}`;
  if (!(await answerDispatched(tx, help.ticketId, said))) return fail('REIMBURSE_ANSWERED');
  await recordAudit(tx, {
    action: 'reimbursement.ended',
    subject: { kind: 'reimbursement-help', id },
    division: help.division,
    ...(help.personId ? { personId: help.personId } : {}),
  });
  if (help.personId)
    await notify(tx, {
      to: { personId: help.personId },
      template: 'reimbursement.ended',
      params: { outcome: outcomes[given.outcome], said: sentence(given.said) },
    });
  return ok({ id });
}

const unguided = (tx: Tx) =>
  sql`select id from reimbursement_help where guided_at is null and told_at is null and guide_due <= ${tx.now} order by guide_due limit 100`;

/** Two working days and nobody has said what to bring: told once, to the township and the county. */
export const watchReimbursements = whenDue(
  (tx) => tx.rows(unguided(tx)),
  (context) =>
    context.write(systemActor('reimbursement-watch', context.city), async (tx) => {
      const late = await tx.rows<{ division: DivisionCode }>(sql`update reimbursement_help set told_at = ${tx.now}
      where id in (${unguided(tx)} for update skip locked) returning division`);
      for (const { division } of late)
        for (const to of [
          { performer: 'township-clerk', division: townshipOf({ division }) },
          { performer: 'county-clerk', division: division.slice(0, 6).padEnd(12, '0') },
        ] as const)
          await notify(tx, {
            to,
            template: 'reimbursement.late',
            params: { place: tx.divisions.fullName(division) },
          });
      return late.length;
    }),
);
