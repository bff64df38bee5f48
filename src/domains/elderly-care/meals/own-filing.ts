/**
 * 申报老年食堂 by whoever runs it (EL-31), in its own workbench: the till of a canteen, the manager of a provider, the village. The record lands in the county's register, where its
 * twenty working days run; the operator sees each turn, and the plaque. What comes on paper the county enters itself.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { type Context, newId, type Tx } from '../../../kernel/context/server.ts';
import { openDocument, openFileStore } from '../../../kernel/document/server.ts';
import type { Platform } from '../../../kernel/http/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { fileRecord } from '../../../kernel/register/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { withChoices } from '../orders/views.ts';
import { type Filing, filers, KEY, type OwnFilings, stateWords } from './own-filing-terms.ts';

const text = (label: string, min: number, max: number) =>
  z.string().trim().min(min, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
export const OwnFiling = z.strictObject({
  siteId: Uuid.meta({ label: '哪一处食堂', help: '先由乡镇（街道）在“社区养老设施”里登记，有助餐功能' }),
  operator: text('经营者', 4, 60),
  licenceNo: text('食品经营许可证号', 6, 40),
  licenceTo: PlainDateText.meta({ label: '许可证有效期到', widget: 'date' }),
  manager: text('食品安全负责人', 2, 20),
});

interface Site {
  id: string;
  name: string;
  division: DivisionCode;
}
/** Canteens that the actor may file for: of its own till, of its own name as operator, of its own village. */
function sitesOf(tx: Tx, actor: Actor): Promise<Site[]> {
  const whose =
    actor.duty === 'care-outlet'
      ? sql`exists (select from care_outlet o where o.site_id = s.id and o.id = ${actor.unitId} and o.closed_on is null)`
      : actor.duty === 'home-care-manager'
        ? sql`s.operator = (select p.name from home_care_provider p where p.id = ${actor.unitId})`
        : sql`s.division = ${actor.division}`;
  return tx.rows<Site>(sql`select s.id, s.name, s.division from care_site s
    where 'meals' = any(s.functions) and s.state <> 'closed' and ${whose} order by s.name limit 200`);
}

/** The platform's own act under the operator's name: the register is the county's. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`canteen-filing:${actor.id}`, countyOf(actor, context.city)),
  name: actor.name,
});
const countyOf = (actor: Actor, city: DivisionCode): DivisionCode =>
  `${(actor.division ?? city).slice(0, 6)}000000` as DivisionCode;

export function fileCanteen(
  context: Context,
  actor: Actor,
  { requestId, ...given }: z.infer<typeof OwnFiling> & { requestId: string },
): Promise<Result<{ id: string }>> {
  return context.once(acting(context, actor), { action: 'canteen-filing.own', requestId, body: given }, async (tx) => {
    const { siteId, ...form } = given;
    const site = (await sitesOf(tx, actor)).find(({ id }) => id === siteId);
    if (!site) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'siteId', message: '请从名单里选' }]);
    return fileRecord(tx, KEY, {
      division: countyOf(actor, tx.city),
      given: { site: site.name, ...form, files: [] },
      kept: { filedBy: actor.id },
    });
  });
}

const MOST = 50;
/** The filings of the actor's own canteens, whoever entered them. */
export const ownFilings = (context: Context, actor: Actor): Promise<OwnFilings> =>
  context.read(acting(context, actor), async (tx) => {
    const sites = await sitesOf(tx, actor);
    const names = sites.map(({ name }) => name);
    const rows = await tx.rows<{
      id: string;
      title: string;
      state: Filing;
      dueOn: PlainDate | null;
      content: Readonly<Record<string, unknown>>;
    }>(sql`select id, title, state, due_on, content from register_entry
      where register = ${KEY} and division = ${countyOf(actor, tx.city)} and title = any(${names}::text[]) order by created_at desc, id desc limit ${MOST}`);
    const steps = await tx.rows<{
      entryId: string;
      action: string;
      toState: Filing;
      onDate: PlainDate;
      input: Record<string, unknown>;
    }>(
      sql`select entry_id, action, to_state, on_date, input from register_step where entry_id = any(${rows.map(({ id }) => id)}::uuid[]) order by entry_id, no`,
    );
    const courses = Map.groupBy(steps, ({ entryId }) => entryId);
    const standing = new Set(rows.filter(({ state }) => state !== 'refused').map(({ title }) => title));
    const free = sites.filter(({ name }) => !standing.has(name)).map(({ id, name }) => ({ value: id, label: name }));
    return {
      rows: rows.map(({ id, title, state, dueOn, content }) => ({
        id,
        title,
        ...stateWords[state],
        dueOn: state === 'applied' || state === 'inspected' ? dueOn : null,
        documentNo: content.documentNo ? String(content.documentNo) : null,
        plaque: content.plaqueId !== undefined,
        course: (courses.get(id) ?? []).map(({ onDate, toState, input }) => ({
          on: onDate,
          says: `${stateWords[toState].zh}${input.reason ? `：${input.reason}` : ''}`,
        })),
      })),
      offers: offersTo(actor, [
        {
          action: 'file',
          zh: '申报老年食堂',
          causes: '报县民政局：20个工作日内现场核验、备案，发备案牌。',
          by: filers,
          when: free.length > 0,
          to: '/api/canteen-filings',
          fields: withChoices(formOf(OwnFiling), 'siteId', free),
          fixed: { requestId: newId() },
        },
      ]),
    };
  });

/** 备案牌 of one of the actor's own canteens, as it is printed. */
export async function ownPlaque(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<Result<{ name: string; bytes: Buffer }, 'NOT_FOUND'>> {
  const { context, filesDir, publicUrl } = platform;
  const by = acting(context, actor);
  const found = await context.read(by, async (tx) => {
    const names = (await sitesOf(tx, actor)).map(({ name }) => name);
    return tx.maybe<{ plaqueId: string | null }>(sql`select content->>'plaqueId' as plaque_id from register_entry
      where id = ${id} and register = ${KEY} and division = ${by.division} and title = any(${names}::text[])`);
  });
  return found?.plaqueId
    ? openDocument(context, by, { store: openFileStore(filesDir), publicUrl }, found.plaqueId)
    : fail('NOT_FOUND');
}
