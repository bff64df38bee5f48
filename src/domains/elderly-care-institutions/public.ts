/** What everybody may see of the institutions: where they are, what they cost, how many beds are free by kind, and when that was confirmed. Nobody who lives there. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../../kernel/access/index.ts';
import type { Context, Tx } from '../../kernel/context/server.ts';
import { scopeRange } from '../../kernel/division/index.ts';
import { publishedChecks, publishedDangerCounts, publishedDangers } from '../../kernel/inspection/server.ts';
import { metresFrom, type StartingPoint, startingPoints } from '../../kernel/map/server.ts';
import { fail, ok, type Result } from '../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../kernel/schema/index.ts';
import { openSubsidies } from '../../kernel/subsidy/server.ts';
import { freeNow, freeOfHomes, pricesOf, pricesOfHomes, pricesOn } from './beds/store.ts';
import { priceItems, priceUnits, type SexRule, sexRules } from './beds/terms.ts';
import { construction } from './construction/book.ts';
import { shownVoices } from './family/evaluation.ts';
import { saysKinds } from './penalties/act.ts';
import type { PenaltyKind } from './penalties/terms.ts';
import type { HomePage, HomeRow } from './public-content.ts';
import { type Institution, institutionColumns } from './register/store.ts';
import { kinds, operations, states } from './register/terms.ts';
import { titlesOf } from './registers/demonstrations.ts';
import { freeBedsOf } from './stays/apply.ts';
import { queueOf } from './stays/store.ts';
import { operating, quarterName } from './subsidies/book.ts';
import { careHomes } from './supervision/kind.ts';
import { gradesOfHomes } from './supervision/rating.ts';
import { gradeOn } from './supervision/rating-rules.ts';

const shown = sql`i.state in ('registered', 'unrecorded', 'recorded', 'changing', 'suspension-announced', 'end-announced', 'suspended')`;
const visitor = (context: Context) => systemActor('care-home-finder', context.city);

export interface HomeWish {
  readonly county?: DivisionCode | undefined;
  /** At most so much a month for the bed. */
  readonly upToFen?: Fen | undefined;
  readonly free?: boolean | undefined;
  readonly nursing?: boolean | undefined;
  /** 介护1: the home has a published price for it. */
  readonly level?: string | undefined;
  /** Of this star grade or a better one. */
  readonly grade?: number | undefined;
  /** The township from which the way is told. */
  readonly from?: string | undefined;
}

type Row = Institution & { vacancyConfirmedAt: string | null };

/** What is shown of these homes, each of them the same: four questions for the list, however long it is. */
async function rowsOf(tx: Tx, homes: readonly Row[]): Promise<HomeRow[]> {
  const ids = homes.map((of) => of.id);
  const prices = await pricesOfHomes(tx, ids, tx.today);
  const free = await freeOfHomes(tx, ids);
  const grades = await gradesOfHomes(tx, ids);
  const dangers = await publishedDangerCounts(tx, careHomes, ids);
  return homes.map((of) => {
    const charged = prices.get(of.id) ?? [];
    const beds = charged.filter((p) => p.item === 'bed').map((p) => p.amountFen);
    return {
      id: of.id,
      name: of.name,
      kindZh: kinds[of.kind],
      operationZh: operations[of.operation],
      divisionName: tx.divisions.fullName(of.division),
      address: of.address,
      telephone: of.telephone,
      lon: of.lon,
      lat: of.lat,
      recorded: of.recordedBeds > 0,
      stateZh: states[of.state].zh,
      open: states[of.state].open,
      free: (states[of.state].open && free.get(of.id)) || { ordinary: 0, nursing: 0 },
      confirmedAt: of.vacancyConfirmedAt,
      bedFromFen: beds.length > 0 ? Math.min(...beds) : null,
      levels: charged.filter((p) => p.item === 'care').map((p) => p.name),
      grade: gradeOn(grades.get(of.id) ?? [], tx.today),
      dangers: dangers.get(of.id) ?? 0,
    };
  });
}

/** Of a page of the list. */
const PAGE = 30;
/** Further than this nobody turns the pages; a narrower wish finds it. */
const LAST_PAGE = 200;

const isOpen = sql`i.state = any(${Object.entries(states).flatMap(([state, { open }]) => (open ? [state] : []))}::text[])`;
const freeBeds = (tx: Tx, nursing = false): Sql =>
  sql`(select count(*) from care_bed b where b.institution_id = i.id and ${freeNow(tx)}${nursing ? sql` and b.nursing` : sql``})`;

function filtersOf(tx: Tx, wish: HomeWish): Sql {
  const filters: Sql[] = [shown];
  if (wish.county) {
    const { lo, hi } = scopeRange(wish.county);
    filters.push(sql`i.division >= ${lo} and i.division < ${hi}`);
  }
  if (wish.free) filters.push(sql`${isOpen} and ${freeBeds(tx, wish.nursing)} > 0`);
  if (wish.upToFen !== undefined)
    filters.push(sql`exists (select 1 from (select distinct on (name) amount_fen from care_price
      where institution_id = i.id and item = 'bed' and from_on <= ${tx.today} order by name, from_on desc) p where p.amount_fen <= ${wish.upToFen})`);
  if (wish.level !== undefined)
    filters.push(
      sql`exists (select 1 from care_price p where p.institution_id = i.id and p.item = 'care' and p.name = ${wish.level} and p.from_on <= ${tx.today})`,
    );
  if (wish.grade !== undefined)
    filters.push(sql`exists (select 1 from care_grade g where g.institution_id = i.id and g.level >= ${wish.grade}
      and g.issued_on <= ${tx.today} and g.valid_to >= ${tx.today} and (g.ended_on is null or g.ended_on > ${tx.today}))`);
  return and(filters);
}

export interface FoundHomes {
  readonly rows: readonly (HomeRow & { readonly metres: number | null })[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Before those of this page. */
  readonly before: number;
  readonly origins: readonly StartingPoint[];
}

/** 找养老机构: the nearest first where somebody says from where, else those that take in, by free beds and name; a page at a time. */
export const findHomes = (context: Context, wish: HomeWish, asked = 1): Promise<FoundHomes> =>
  context.read(visitor(context), async (tx) => {
    const origins = await startingPoints(tx);
    const from = origins.find(({ code }) => code === wish.from);
    const where = filtersOf(tx, wish);
    const { total } = await tx.one<{ total: number }>(sql`select count(*)::int as total from care_institution i where ${where}`);
    const pages = Math.min(LAST_PAGE, Math.max(1, Math.ceil(total / PAGE)));
    const page = Math.min(Math.max(1, asked), pages);
    const metres = from ? metresFrom(from, sql`i`) : sql`null::int`;
    const found = await tx.rows<Row & { metres: number | null }>(
      sql`select ${institutionColumns}, i.vacancy_confirmed_at, ${metres} as metres from care_institution i where ${where}
        order by ${metres} nulls last, ${isOpen} desc, case when ${isOpen} then ${freeBeds(tx)} else 0 end desc, i.name, i.id
        limit ${PAGE} offset ${(page - 1) * PAGE}`,
    );
    const rows = await rowsOf(tx, found);
    return {
      rows: rows.map((row, i) => ({ ...row, metres: found[i]!.metres })),
      total,
      page,
      pages,
      before: (page - 1) * PAGE,
      origins,
    };
  });

export const homePage = (context: Context, id: string): Promise<Result<HomePage, 'NOT_FOUND'>> =>
  context.read(visitor(context), async (tx) => {
    const of = await tx.maybe<Row>(
      sql`select ${institutionColumns}, i.vacancy_confirmed_at from care_institution i where i.id = ${id} and ${shown}`,
    );
    if (!of) return fail('NOT_FOUND');
    const prices = await pricesOf(tx, id);
    const now = pricesOn(prices, tx.today);
    const beds = states[of.state].open ? await freeBedsOf(tx, id) : [];
    const stopped = (await publishedDangers(tx, careHomes, id)).find(({ major }) => major);
    const [check] = await publishedChecks(tx, careHomes, id);
    const jumps = await tx.rows<{ no: number; jumpReason: string }>(
      sql`select no, jump_reason from care_admission where institution_id = ${id} and jump_reason is not null order by no desc limit 20`,
    );
    const subsidies = await openSubsidies(tx, { scheme: operating.key, bodyId: id });
    const built = await openSubsidies(tx, { scheme: construction.key, bodyId: id });
    const penalties = await tx.rows<{
      on: PlainDate;
      no: string;
      kinds: PenaltyKind[];
      fen: Fen;
      revokedOn: PlainDate | null;
      reason: string | null;
    }>(
      sql`select p.decided_on as on, p.document_no as no, p.decided_kinds as kinds, p.decided_fen as fen, p.revoked_on, r.reason from care_penalty p
        left join care_penalty_revocation r on r.penalty_id = p.id and r.state = 'agreed'
        where p.institution_id = ${id} and p.published_on is not null order by p.decided_on desc, p.id limit 20`,
    );
    return ok({
      ...(await rowsOf(tx, [of]))[0]!,
      prices: prices
        .filter((p) => now.includes(p) || p.fromOn > tx.today)
        .map((p) => ({
          itemZh: priceItems[p.item],
          name: p.name,
          unit: priceUnits[p.item],
          amountFen: p.amountFen,
          fromOn: p.fromOn,
          documentNo: p.documentNo,
          later: p.fromOn > tx.today,
        })),
      beds: beds.map((b) => ({
        id: b.id,
        code: b.code,
        priceClass: b.priceClass,
        nursing: b.nursing,
        sexZh: b.sexRule === 'any' ? null : sexRules[b.sexRule as SexRule],
        monthlyFen: now.find((p) => p.item === 'bed' && p.name === b.priceClass)?.amountFen ?? null,
      })),
      waiting: (await queueOf(tx, id)).length,
      stopped: stopped ? { rule: stopped.rule, dueOn: stopped.dueOn } : null,
      lastCheck: check ? { on: check.publishedOn, resultZh: check.resultZh } : null,
      subsidies: subsidies.map(({ id: subsidyId, term, amountFen, noticeTo }) => ({
        id: subsidyId,
        quarterZh: quarterName(term!),
        amountFen,
        noticeTo,
      })),
      built: built.map(({ id: subsidyId, basis, amountFen, noticeTo }) => ({
        id: subsidyId,
        countedBeds: Number(basis.countedBeds),
        amountFen,
        noticeTo,
      })),
      titles: await titlesOf(tx, id),
      penalties: penalties.map(({ kinds, fen, revokedOn, reason, on, no }) => ({
        on,
        no,
        what: revokedOn ? '' : saysKinds(kinds, fen),
        revoked: revokedOn && { on: revokedOn, reason: reason! },
      })),
      evaluation: await shownVoices(tx, of),
      jumps: jumps.map((j) => ({ no: j.no, reason: j.jumpReason })),
    });
  });
