/**
 * 设施补贴 of the demonstration: last year of an urban centre on notice, and a rural centre whose building another programme has paid for; it may ask for its year once
 * the county has found out whether it is one building under two names. By the real actions, after `playSites`. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, publicActor, type Role } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { at, must } from '../../../kernel/demonstration/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { askSubsidy, checkSubsidy } from '../../../kernel/subsidy/server.ts';
import { assessSite, recordDay } from '../facilities/act.ts';
import { running, siteBook } from '../site-subsidies/book.ts';
import { recordElsewhere } from '../site-subsidies/elsewhere.ts';

const officer = (role: Role, name: string, division: DivisionCode): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `demonstration-${role}`,
  name,
  role,
  division,
  ...scopeRange(division),
});
const COUNTY = '421202000000';
const county = officer('county-clerk', '咸安区民政局', COUNTY);

const siteOf = async (tx: Tx, name: string): Promise<{ id: string; division: DivisionCode }> =>
  tx.one(sql`select id, division from care_site where name = ${name}`);

/** Fifteen days of each of so many months of last year. */
async function openIn(tx: Tx, site: { id: string; division: DivisionCode }, year: number, months: number): Promise<void> {
  const township = officer('township-clerk', '演示', `${site.division.slice(0, 9)}000`);
  for (let month = 1; month <= months; month++)
    for (let day = 0; day < 15; day++) {
      const on = plusDays(`${year}-${String(month).padStart(2, '0')}-02` as PlainDate, day);
      must(on, await recordDay(at(tx, township, on), site.id, { on, proof: 'cards', people: 8 + ((day * 5) % 9) }));
    }
}

/** `today`: the day on which the demonstration begins. */
export async function playSiteMoney(stage: { readonly context: Context }, today: PlainDate): Promise<void> {
  const year = Number(today.slice(0, 4)) - 1;
  await stage.context.write(county, async (tx) => {
    if (await tx.maybe(sql`select 1 as known from subsidy where scheme = ${running.key} limit 1`)) return;
    const clerk = (site: { division: DivisionCode }, day: PlainDate) =>
      at(tx, officer('township-clerk', '演示', `${site.division.slice(0, 9)}000`), day);
    const urban = await siteOf(tx, '香城社区居家养老服务中心');
    await openIn(tx, urban, year, 9);
    const ran = must('run', await askSubsidy(clerk(urban, plusDays(today, -20)), running, { site: urban.id, year }));
    const note = '打卡记录和现场一致';
    must('check', await checkSubsidy(at(tx, county, plusDays(today, -9)), siteBook, ran.id, { verdict: 'ok', note }));
    const rural = await siteOf(tx, '古塘村老年人互助照料中心');
    await openIn(tx, rural, year, 3);
    must(
      'assess',
      await assessSite(at(tx, county, `${year}-12-22`), rural.id, { year, grade: 'B', note: '日间照料常开，助餐还没有固定人手' }),
    );
    must(
      'elsewhere',
      await recordElsewhere(at(tx, county, today), {
        site: rural.id,
        purpose: 'build',
        programme: '福彩公益金2020年农村养老项目（示例）',
        amount: 50_000_00,
        documentNo: '咸民发〔2020〕33号（示例）',
      }),
    );
  });
}
