/**
 * 县级民政部门的编制 (规划第一章七: 基层民政部门大多只有10个编制; 第六章五): the offices' own posts beside the norms of their townships. No norm for an office is
 * printed anywhere, so none is judged: what there is, how many residents stand behind each person at work, and what the townships below lack.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { OfficeRow, TownshipRow } from './terms.ts';

const heads = (label: string, least: number) =>
  z.int('请填写整数').min(least, `不少于${least}`).max(1000, '人数过大').meta({ label, unit: '人' });
export const OfficePosts = z.strictObject({
  year: z.int('请填写整数').min(2015, '年份过早').max(2200, '年份无效').meta({ label: '年末' }),
  approved: heads('核定编制', 1),
  filled: heads('在编人员', 0),
  seconded: heads('其中借调在外', 0),
  hired: heads('编外聘用', 0),
  source: z
    .string()
    .trim()
    .min(2, '请填写依据')
    .max(80, '不超过80个字')
    .meta({ label: '依据', help: '编制文件的文号，或人事年报' }),
});

/** The figures of a year of one's own office; a correction takes their place and is on record. */
export async function recordOffice(tx: Tx, given: z.infer<typeof OfficePosts>): Promise<Result<{ id: string }, 'INVALID_INPUT'>> {
  const office = tx.actor.division ?? tx.city;
  const wrong = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);
  if (given.year >= Number(tx.today.slice(0, 4))) return wrong('year', '年末数要到第二年才有');
  if (given.seconded > given.filled) return wrong('seconded', '借调在外的不能多于在编人员');
  await tx.run(sql`insert into office_posts (office, year, approved, filled, seconded, hired, source, recorded_at, recorded_by)
    values (${office}, ${given.year}, ${given.approved}, ${given.filled}, ${given.seconded}, ${given.hired}, ${given.source}, ${tx.now}, ${tx.actor.id})
    on conflict (office, year) do update set approved = excluded.approved, filled = excluded.filled, seconded = excluded.seconded, hired = excluded.hired,
      source = excluded.source, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`);
  const { source: _, ...detail } = given;
  await recordAudit(tx, { action: 'office-posts.recorded', division: office, detail });
  return ok({ id: office });
}

interface Posts {
  office: DivisionCode;
  year: number;
  approved: number;
  filled: number;
  seconded: number;
  hired: number;
  source: string;
}

/** The county offices that the actor sees, the newest year of each with the one before it; `townships`: what they need and have. */
export async function offices(tx: Tx, townships: readonly TownshipRow[]): Promise<OfficeRow[]> {
  const own = tx.actor.division ?? tx.city;
  const codes = tx.divisions.all
    .filter((d) => d.level === 'county' && d.legal && inScope(d.code, own))
    .map((d) => d.code)
    .concat(levelOf(own) === 'city' ? [own] : []);
  const posts = await tx.rows<Posts>(
    sql`select office, year, approved, filled, seconded, hired, source from (select p.*, row_number() over (partition by office order by year desc) as nth from office_posts p
      where office = any(${codes}::text[])) p where nth <= 2 order by office, year desc`,
  );
  return codes.map((office) => {
    const [now, before] = posts.filter((p) => p.office === office);
    const below = townships.filter((t) => inScope(t.township, office));
    const known = below.filter((t) => t.persons !== null);
    const persons = known.length > 0 && known.length === below.length ? known.reduce((sum, t) => sum + t.persons!, 0) : null;
    const working = now ? now.filled - now.seconded + now.hired : null;
    return {
      office,
      name: tx.divisions.get(office)?.name ?? office,
      posts: now ? { ...now, vacant: Math.max(0, now.approved - now.filled), working: working! } : null,
      before: before ? { year: before.year, approved: before.approved, filled: before.filled } : null,
      persons,
      counted: known.length,
      townships: below.length,
      /** 去尾：不满一人的不算 */
      personsEach: persons !== null && working ? Math.floor(persons / working) : null,
      shortage: known.length > 0 ? known.reduce((sum, t) => sum + (t.shortage ?? 0), 0) : null,
    };
  });
}
