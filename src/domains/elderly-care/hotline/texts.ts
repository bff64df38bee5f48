/** 短信停了的时候: what could not be sent to old people, as a list to print and call by; who was told is no longer on it (8). */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, ageOn } from '../../../kernel/calendar/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { personPlace } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { OLD } from '../register/terms.ts';
import type { UnsentText, UnsentTexts } from './content.ts';
import { agents } from './terms.ts';

const results = { told: '告诉了', 'no-answer': '没有人接' } as const;
export const TextTold = z.strictObject({ result: choice(results).meta({ label: '结果', choices: results }) });
const MOST = 300;

const unsent = sql`m.channel = 'sms' and m.state <> 'sent' and p.life_state <> 'dead' and not exists (select from care_text_told t where t.outgoing_id = m.id)`;

/** The platform's own look under the agent's name: a text that the platform sent belongs to the city, whoever it is for. Narrowed to whom the agent serves. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`care-hotline:${actor.id}`, context.city),
  name: actor.name,
});
export const unsentTextsFor = (context: Context, actor: Actor): Promise<Result<UnsentTexts, 'PARAM_MISSING'>> =>
  context.write(acting(context, actor), (tx) => unsentTexts(tx, actor));
export const tellText = (
  context: Context,
  actor: Actor,
  { id, requestId, ...given }: z.infer<typeof TextTold> & { id: string; requestId: string },
) =>
  context.once(acting(context, actor), { action: 'care-hotline.told', requestId, body: { id, ...given } }, (tx) =>
    textTold(tx, actor, { id, ...given }),
  );

/** The oldest first, at most 300: the page says when there are more. What it is about and no more: the message itself is the person's. Names and numbers are on record as seen. */
async function unsentTexts(tx: Tx, actor: Actor): Promise<Result<UnsentTexts, 'PARAM_MISSING'>> {
  const minutes = await wholeParameter(tx, 'HOTLINE-TEXT', tx.city, tx.today);
  if (!minutes.ok) return minutes;
  const before = new Date(Date.parse(tx.now) - minutes.value * 60_000).toISOString();
  const rows = await tx.rows<{
    id: string;
    personId: string;
    name: string;
    birthDate: PlainDate;
    division: DivisionCode;
    phone: Buffer | null;
    text: string;
    createdAt: string;
    attempts: number;
  }>(sql`select m.id, m.person_id, p.name, p.birth_date, p.division, p.phone, g.title as text, m.created_at, m.attempts from outgoing_message m join person p on p.id = m.person_id join message g on g.id = m.message_id
    where ${unsent} and p.division >= ${actor.lo} and p.division < ${actor.hi} and p.birth_date <= ${addMonths(tx.today, -12 * OLD)}
      and m.created_at < ${before} and (m.attempts > 0 or m.next_at < ${before}) order by m.created_at, m.id limit ${MOST + 1}`);
  const page = rows.slice(0, MOST);
  if (page.length > 0)
    await recordAudit(tx, { action: 'care-hotline.texts-listed', personIds: [...new Set(page.map(({ personId }) => personId))] });
  return ok({
    more: rows.length > MOST,
    minutes: minutes.value,
    rows: page.map(
      (row): UnsentText => ({
        id: row.id,
        name: row.name,
        age: ageOn(row.birthDate, tx.today),
        placeZh: tx.divisions.fullName(row.division),
        phone: row.phone && tx.keys.open(row.phone, personPlace('phone', row.personId as never)),
        text: row.text,
        createdAt: row.createdAt,
        offers: offersTo(actor, [
          {
            action: 'told',
            zh: '打过了',
            causes: '告诉了的不再列；没有人接的也记下，转村（社区）。',
            by: agents,
            to: `/api/care-hotline/texts/${row.id}/told`,
            fields: formOf(TextTold),
            initial: { result: 'told' },
            fixed: { requestId: newId() },
          },
        ]),
      }),
    ),
  });
}

async function textTold(
  tx: Tx,
  actor: Actor,
  { id, result }: z.infer<typeof TextTold> & { id: string },
): Promise<Result<{ id: string }>> {
  const found = await tx.maybe<{ personId: string; division: DivisionCode }>(
    sql`select m.person_id, p.division from outgoing_message m join person p on p.id = m.person_id where m.id = ${id} and ${unsent}
      and p.division >= ${actor.lo} and p.division < ${actor.hi}`,
  );
  if (!found) return fail('NOT_FOUND');
  const added = await tx.run(sql`insert into care_text_told (outgoing_id, person_id, division, result, at, by_id, by_name)
    values (${id}, ${found.personId}, ${found.division}, ${result}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}) on conflict do nothing`);
  if (added === 0) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'care-hotline.text-told',
    subject: { kind: 'outgoing-message', id },
    personId: found.personId,
    division: found.division,
    detail: { result },
  });
  return ok({ id });
}
