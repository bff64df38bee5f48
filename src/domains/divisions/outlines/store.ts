/** 乡镇界线: files of official lines as versions. A file is checked whole, looked at, and published by hand from a day on; the map draws the version of today. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { Outline } from '../../../kernel/division/index.ts';
import { type DrawnTownships, defineTownships } from '../../../kernel/map/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { sm3 } from '../../../kernel/protect/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, formOf, type Id, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { cityKeepers } from '../boundaries/terms.ts';
import type { Addressed } from '../step-route.ts';
import { checkOutlines, drawnOf, missingIn, type OutlineProblem } from './check.ts';

export const MAX_OUTLINE_BYTES = 30 * 1024 * 1024;
const SHOWN_PROBLEMS = 200;
const RECENT = 100;

export const outlineStates = { draft: '等公布', published: '已公布', discarded: '没有用' } as const;

interface OutlineSet {
  readonly id: Id<'OutlineSet'>;
  readonly fileName: string;
  readonly content: string;
  readonly features: number;
  readonly problems: readonly OutlineProblem[];
  readonly state: keyof typeof outlineStates;
  readonly source: string | null;
  readonly reviewNo: string | null;
  readonly validFrom: PlainDate | null;
  readonly at: string;
  readonly byName: string;
  readonly publishedAt: string | null;
  readonly publishedBy: string | null;
  readonly version: number;
}
const columns = sql`id, file_name, content, features, problems, state, source, review_no, valid_from, at, by_name, published_at, published_by, version`;

/** A file as it came: what is wrong with it is kept with it, so that whoever surveyed it can be told. */
export async function receiveOutlines(tx: Tx, file: { name: string; bytes: Buffer }): Promise<Result<{ id: OutlineSet['id'] }>> {
  const { outlines, problems } = checkOutlines(file.bytes.toString('utf8'), { divisions: tx.divisions, city: tx.city });
  const id: OutlineSet['id'] = newId();
  await tx.run(sql`insert into division_outline_set (id, division, file_name, content, features, problems, at, by_id, by_name)
    values (${id}, ${tx.city}, ${file.name.slice(0, 120)}, ${sm3(file.bytes).toString('hex')}, ${outlines.length}, ${JSON.stringify(problems.slice(0, SHOWN_PROBLEMS))}::jsonb, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  for (const outline of outlines)
    tx.later(sql`insert into division_outline (set_id, division, county, name, geometry, drawn)
      values (${id}, ${outline.id}, ${`${outline.id.slice(0, 6)}000000`}, ${outline.properties.name}, ${JSON.stringify(outline.geometry)}::jsonb, ${JSON.stringify(drawnOf(outline))}::jsonb)`);
  await recordAudit(tx, {
    action: 'division-outline.received',
    subject: { kind: 'division-outline-set', id },
    division: tx.city,
    detail: { features: outlines.length, problems: problems.length },
  });
  return ok({ id });
}

export const Publication = z.strictObject({
  validFrom: PlainDateText.meta({ label: '从哪天起', widget: 'date', help: '勘界成果批准生效的日期' }),
  source: z.string().trim().min(4, '请写明依据').max(80).meta({ label: '依据', help: '哪一次勘界、哪个机关的成果' }),
  reviewNo: z.string().trim().max(40).default('').meta({ label: '审图号', help: '没有审图号的，公开的图上写明是示意图' }),
});

async function lockSet(tx: Tx, of: Addressed): Promise<Result<OutlineSet>> {
  const found = await tx.maybe<OutlineSet>(sql`select ${columns} from division_outline_set where id = ${of.id} for update`);
  if (!found) return fail('NOT_FOUND');
  if (found.version !== of.version || found.state !== 'draft')
    return fail('OUTLINE_STATE', { state: outlineStates[found.state] });
  return ok(found);
}

/** In whole or not at all, and as the tree stands now: a township may have changed since the file was checked. */
export async function publishOutlines(tx: Tx, of: Addressed, given: z.infer<typeof Publication>): Promise<Result<null>> {
  const set = await lockSet(tx, of);
  if (!set.ok) return set;
  const { problems, features, content } = set.value;
  if (problems.length > 0 || features === 0) return fail('OUTLINE_PROBLEMS', { count: Math.max(1, problems.length) });
  const drawn = await tx.rows<{ division: DivisionCode; county: DivisionCode }>(
    sql`select division, county from division_outline where set_id = ${of.id} limit 1000`,
  );
  const codes = new Set(drawn.map(({ division }) => division));
  const gone = drawn.filter(({ division }) => (tx.divisions.get(division)?.validTo ?? null) !== null);
  const missing = [...new Set(drawn.map(({ county }) => county))].flatMap((county) => missingIn(county, codes, tx.divisions));
  if (gone.length + missing.length > 0) return fail('OUTLINE_PROBLEMS', { count: gone.length + missing.length });
  const twice = await tx.maybe(sql`select id from division_outline_set where state = 'published' and content = ${content}`);
  if (twice) return fail('OUTLINE_TWICE');
  await tx.run(sql`update division_outline_set set state = 'published', source = ${given.source}, review_no = ${given.reviewNo}, valid_from = ${given.validFrom},
    published_at = ${tx.now}, published_by = ${tx.actor.name}, version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'division-outline.published',
    subject: { kind: 'division-outline-set', id: of.id },
    division: tx.city,
    detail: { validFrom: given.validFrom, features },
  });
  return ok(null);
}

export async function discardOutlines(tx: Tx, of: Addressed): Promise<Result<null>> {
  const set = await lockSet(tx, of);
  if (!set.ok) return set;
  await tx.run(sql`update division_outline_set set state = 'discarded', version = version + 1 where id = ${of.id}`);
  await recordAudit(tx, {
    action: 'division-outline.discarded',
    subject: { kind: 'division-outline-set', id: of.id },
    division: tx.city,
    detail: {},
  });
  return ok(null);
}

const setView = (set: OutlineSet) => ({
  id: set.id,
  fileName: set.fileName,
  content: set.content,
  features: set.features,
  problemCount: set.problems.length,
  state: set.state,
  stateZh: set.state === 'draft' && set.problems.length > 0 ? '有错，不能公布' : outlineStates[set.state],
  source: set.source,
  reviewNo: set.reviewNo,
  validFrom: set.validFrom,
  at: set.at,
  byName: set.byName,
  publishedAt: set.publishedAt,
  publishedBy: set.publishedBy,
});

/** The latest hundred files; a city has a few in ten years. */
export async function listOutlines(tx: Tx) {
  const rows = await tx.rows<OutlineSet>(
    sql`select ${columns} from division_outline_set order by at desc, id desc limit ${RECENT + 1}`,
  );
  return { rows: rows.slice(0, RECENT).map(setView), more: rows.length > RECENT };
}

export async function outlinesView(tx: Tx, id: string): Promise<Result<unknown>> {
  const set = await tx.maybe<OutlineSet>(sql`select ${columns} from division_outline_set where id = ${id}`);
  if (!set) return fail('NOT_FOUND');
  const drawn = await tx.rows<{ division: DivisionCode; name: string; drawn: Outline['geometry'] }>(
    sql`select division, name, drawn from division_outline where set_id = ${id} order by division limit 1000`,
  );
  const fixed = { version: set.version };
  const offers: Offer[] = offersTo(tx.actor, [
    {
      action: 'publish',
      zh: '公布',
      causes: '从那天起，地图上照这一版画乡镇的界线，所有人都看得到大致的走向。',
      by: cityKeepers,
      when: set.state === 'draft' && set.problems.length === 0 && set.features > 0,
      fields: formOf(Publication),
      initial: { validFrom: tx.today },
      to: `/api/township-outlines/${id}/publication`,
      fixed,
    },
    {
      action: 'discard',
      zh: '不用这一份',
      causes: '这份文件留着记录，不再公布。',
      by: cityKeepers,
      when: set.state === 'draft',
      to: `/api/township-outlines/${id}/discarding`,
      fixed,
    },
  ]);
  return ok({
    ...setView(set),
    problems: set.problems,
    outlines: drawn.map(({ division, name, drawn: geometry }) => ({ id: division, properties: { name }, geometry })),
    offers,
  });
}

/** The version of today of a county; of what was changed since nothing is drawn. */
defineTownships(async (tx, county): Promise<DrawnTownships | null> => {
  const set = await tx.maybe<{ id: string; validFrom: PlainDate; source: string; reviewNo: string }>(
    sql`select s.id, s.valid_from, s.source, s.review_no from division_outline_set s where s.state = 'published' and s.valid_from <= ${tx.today}
      and exists (select 1 from division_outline o where o.county = ${county} and o.set_id = s.id) order by s.valid_from desc, s.published_at desc limit 1`,
  );
  if (!set) return null;
  const drawn = await tx.rows<{ division: DivisionCode; name: string; drawn: Outline['geometry'] }>(
    sql`select division, name, drawn from division_outline where set_id = ${set.id} and county = ${county} order by division limit 200`,
  );
  const now = new Set(tx.divisions.children(county).map(({ code }) => code));
  const missing = [
    ...missingIn(county, new Set(drawn.map(({ division }) => division)), tx.divisions),
    ...drawn.filter(({ division }) => !now.has(division)).map(({ name }) => name),
  ];
  return {
    outlines: drawn.map(({ division, name, drawn: geometry }) => ({
      id: division,
      properties: { name: tx.divisions.get(division)?.name ?? name },
      geometry,
    })),
    validFrom: set.validFrom,
    source: set.source,
    reviewNo: set.reviewNo,
    missing,
  };
});
