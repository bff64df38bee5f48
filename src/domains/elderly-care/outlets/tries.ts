/**
 * 试错: six digits live for minutes, and four digits of an identity number for ever; neither may be found by trying. Whoever was wrong so often waits. A try
 * is written down before it is made, so that many at once are counted too, and struck out when it was none.
 */
import { sql } from '../../../database/sql.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';

const standard = (tx: Tx, key: string) => wholeParameter(tx, key, tx.actor.division ?? tx.city, tx.today);

/** Runs what identifies somebody at a till, unless this account was wrong too often. */
export async function withinTries<T>(context: Context, actor: Actor, run: () => Promise<Result<T>>): Promise<Result<T>> {
  const id = newId();
  const counted = await context.write(actor, async (tx): Promise<Result<null>> => {
    const [times, minutes] = [await standard(tx, 'CARE-CODE-TRIES'), await standard(tx, 'CARE-CODE-WINDOW')];
    if (!times.ok) return times;
    if (!minutes.ok) return minutes;
    await tx.run(sql`select pg_advisory_xact_lock(hashtext(${`care-code-try:${actor.id}`}))`);
    const since = new Date(Date.parse(tx.now) - minutes.value * 60_000).toISOString();
    await tx.run(sql`delete from care_code_try where user_id = ${actor.id} and at <= ${since}`);
    const { n } = await tx.one<{ n: number }>(sql`select count(*)::int as n from care_code_try where user_id = ${actor.id}`);
    if (n >= times.value) return fail('CARE_CODE_TRIES', { times: times.value, minutes: minutes.value });
    await tx.run(sql`insert into care_code_try (id, user_id, at) values (${id}, ${actor.id}, ${tx.now})`);
    return ok(null);
  });
  if (!counted.ok) return counted;
  const result = await run();
  if (result.ok || result.code !== 'CARE_CODE_WRONG')
    await context.write(actor, (tx) => tx.run(sql`delete from care_code_try where id = ${id}`));
  return result;
}
