/** The subsidies of a book in the actor's range: how each was counted, what waits, what may be done; its spreadsheet, and what everybody sees. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { addMonths, longDate } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { wholeParameter, yuanDigits } from '../policy/server.ts';
import { ok, type Result } from '../result/index.ts';
import { type DivisionCode, type Fen, isPlainDate, type PlainDate } from '../schema/index.ts';
import { cursorAt, readCursor } from '../service/server.ts';
import { sheetFile } from '../sheet/server.ts';
import type { Limit, Line, SubsidyHead, SubsidyRow } from './content.ts';
import { type Book, type Part, type Subsidy, schemeOf, whatOf } from './define.ts';
import { approvers, checkers } from './hands.ts';
import type { ObjectionContent } from './reviews.ts';
import { clawback } from './rules.ts';
import { objectionPlace } from './sealed.ts';
import { type Course, headOffers, offersOf, partName } from './steps.ts';
import { type Claim, claimColumns, mayAct, partColumns, type Review, reviewColumns, subsidyColumns } from './store.ts';
import { claimStates, partStates, reviewKinds, states } from './terms.ts';

const PAGE = 50;
export interface SubsidyFilter {
  readonly state?: string | undefined;
  readonly scheme?: string | undefined;
  readonly q?: string | undefined;
  readonly cursor?: string | undefined;
}

async function coursesOf(tx: Tx, rows: readonly Subsidy[]): Promise<Course[]> {
  const ids = rows.map(({ id }) => id);
  const by = <R extends { subsidyId: string }>(found: R[]) => Map.groupBy(found, ({ subsidyId }) => subsidyId);
  const parts = by(
    await tx.rows<Part>(
      sql`select ${partColumns} from subsidy_part p where p.subsidy_id = any(${ids}::uuid[]) order by p.subsidy_id, p.no`,
    ),
  );
  const claims = by(
    await tx.rows<Claim>(
      sql`select ${claimColumns} from subsidy_claim c where c.subsidy_id = any(${ids}::uuid[]) and c.state <> 'mistaken' order by c.proposed_on, c.id`,
    ),
  );
  const reviews = by(
    await tx.rows<Review>(
      sql`select ${reviewColumns} from subsidy_review r where r.subsidy_id = any(${ids}::uuid[]) order by r.raised_on, r.id`,
    ),
  );
  const lines = new Map<string, readonly Line[]>();
  for (const [key, its] of Map.groupBy(rows, ({ scheme }) => scheme))
    for (const [id, said] of await schemeOf({ scheme: key }).lines(tx, its)) lines.set(id, said);
  return rows.map((of) => ({
    of,
    parts: parts.get(of.id) ?? [],
    claims: claims.get(of.id) ?? [],
    reviews: reviews.get(of.id) ?? [],
    lines: lines.get(of.id) ?? [],
  }));
}

const dueBy = (tx: Tx, zh: string, on: PlainDate | null): Limit | null => (on ? { zh, on, late: tx.today > on } : null);
function dueOf(tx: Tx, { of, parts }: Course): Limit | null {
  if (of.state === 'applied') return dueBy(tx, '县核', of.checkBy);
  if (of.state === 'checked') return of.noticeTo ? { zh: '公示到', on: of.noticeTo, late: false } : dueBy(tx, '批准', of.checkBy);
  const approved = parts.find((part) => part.state === 'approved');
  if (approved) return dueBy(tx, '拨付', approved.payBy);
  const next = parts.find((part) => part.state === 'waiting');
  return next ? { zh: `${partName(schemeOf(of), next.no)}最早`, on: next.dueFrom, late: false } : null;
}

function stateOf(tx: Tx, { of, claims, parts }: Course): Pick<SubsidyRow, 'stateZh' | 'tone'> {
  if (of.endedOn) return { stateZh: `${longDate(of.endedOn)}停止使用`, tone: 'bad' };
  if (claims.some(({ state }) => state === 'proposed' || state === 'claimed')) return { stateZh: '追回中', tone: 'bad' };
  if (of.state === 'checked' && of.noticeTo)
    return { stateZh: tx.today > of.noticeTo ? '公示期满，待批准' : '公示中', tone: 'now' };
  if (of.state === 'approved' && parts.length > 1) return { stateZh: '已批准', tone: 'good' };
  return { stateZh: states[of.state].zh, tone: states[of.state].tone };
}

const saysOf = ({ of, parts }: Course): string[] => [
  ...(of.note ? [of.note] : []),
  ...(of.opinion ? [of.opinion] : []),
  ...(parts.length === 1 && parts[0]!.paidOn ? [`${parts[0]!.paidOn}拨付，凭证${parts[0]!.documentNo}`] : []),
];

function partSays(part: Part): string {
  const cut = part.cutFen > 0 ? `；一部分停用，少拨${yuanDigits(part.cutFen)}元` : '';
  if (part.state === 'waiting') return `${longDate(part.dueFrom)}起核${cut}`;
  const said = part.says ?? '';
  return `${part.state === 'paid' ? `${longDate(part.paidOn!)}拨付，凭证${part.documentNo}；${said}` : said}${cut}`;
}

/** Who objected on the page of the notice is known to the hand that looks into it; what he wrote to the county; neither to the body. */
function ownWords(tx: Tx, of: Review): string {
  if (!of.content || !mayAct(tx, [...approvers, ...checkers])) return of.says;
  const { text, name, phone } = tx.keys.openJson<ObjectionContent>(of.content, objectionPlace(of.id));
  return mayAct(tx, approvers) ? `${text}（${name}，${phone}；查清以后回个电话）` : text;
}
const reviewSays = (tx: Tx, of: Review): string =>
  `${longDate(of.raisedOn)}${of.raisedName}：${ownWords(tx, of)}（当时算${yuanDigits(of.amountFen)}元）${of.answer ? `；${longDate(of.answeredOn!)}${of.upheld ? '有问题' : '没有问题'}：${of.answer}` : ''}`;

function claimSays(of: Claim, unit: string): string {
  const share = of.units === null || of.units === of.ofUnits ? '' : `×${of.units}${unit}÷${of.ofUnits}${unit}`;
  const months = of.fullMonths === null ? '' : `×（${of.promisedMonths}－${of.fullMonths}）÷${of.promisedMonths}`;
  return `${of.reason}；已拨${yuanDigits(of.paidFen)}元${share}${months}${of.decision ? `；${of.decision}` : ''}`;
}

const linesFen = (lines: readonly Line[]): Fen | null =>
  lines.some(({ fen }) => fen !== undefined) ? lines.reduce((sum, { fen, struck }) => sum + (struck ? 0 : (fen ?? 0)), 0) : null;

async function rowOf(tx: Tx, book: Book, course: Course): Promise<SubsidyRow> {
  const { of, parts, claims, reviews, lines } = course;
  const { use } = schemeOf(of);
  const paid = parts.filter(({ state }) => state === 'paid');
  const firstOn = paid.map(({ paidOn }) => paidOn!).sort()[0];
  const months = use && firstOn && of.endedOn === null ? await wholeParameter(tx, use.months, of.division, tx.today) : null;
  const gone = claims.reduce((sum, { units }) => sum + (units ?? 0), 0);
  const gross = paid.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const back =
    use && months?.ok
      ? clawback(
          gross,
          { firstPaidOn: firstOn!, endedOn: tx.today, months: months.value },
          { units: use.units(of.basis!) - gone, of: use.units(of.basis!) },
        )
      : null;
  return {
    id: of.id,
    bodyId: of.bodyId,
    bodyName: of.bodyName,
    what: whatOf(of),
    ...stateOf(tx, course),
    appliedOn: of.appliedOn,
    amountFen: of.amountFen ?? linesFen(lines),
    paidFen: paid.reduce((sum, { amountFen, cutFen }) => sum + amountFen - cutFen, 0),
    due: of.endedOn ? null : dueOf(tx, course),
    // 疑点由县里问，单位自己不看
    lines: tx.actor.unitId ? lines.map(({ doubts: _, ...line }) => line) : lines,
    says: saysOf(course),
    parts:
      parts.length > 1
        ? parts.map((part) => ({
            no: part.no,
            zh: partName(schemeOf(of), part.no),
            stateZh: partStates[part.state].zh,
            tone: partStates[part.state].tone,
            amountFen: part.amountFen - part.cutFen,
            says: partSays(part),
          }))
        : [],
    reviews: reviews.map((one) => ({
      id: one.id,
      zh: reviewKinds[one.kind],
      says: reviewSays(tx, one),
      open: one.answer === null,
    })),
    use: back && months?.ok ? { until: addMonths(firstOn!, months.value), fullMonths: back.fullMonths, backFen: back.fen } : null,
    claims: claims.map((claim) => ({
      id: claim.id,
      says: claimSays(claim, use?.unit ?? ''),
      stateZh: claimStates[claim.state].zh,
      tone: claimStates[claim.state].tone,
      amountFen: claim.amountFen,
      leftFen: claim.state === 'claimed' ? claim.amountFen - claim.receivedFen : 0,
      due: claim.state === 'claimed' ? dueBy(tx, '退回', claim.returnBy) : null,
    })),
    offers: offersOf(tx, book, course),
  };
}

const filterOf = (book: Book, { state, scheme, q }: SubsidyFilter): Sql => {
  const keys = book.schemes.map(({ key }) => key).filter((key) => scheme === undefined || key === scheme);
  const filters: Sql[] = [sql`s.scheme = any(${keys})`];
  if (state) filters.push(sql`s.state = ${state}`);
  if (q) filters.push(sql`position(${q} in s.body_name) > 0`);
  return and(filters);
};

/** What waits first, the latest first; `cursor` is the key of the last row of the page before. */
export async function subsidyList(
  tx: Tx,
  book: Book,
  filter: SubsidyFilter,
): Promise<Result<SubsidyHead & { rows: SubsidyRow[]; next: string | null }>> {
  const cursor = readCursor(filter.cursor, (key) => /^[01]/.test(key) && isPlainDate(key.slice(1)));
  const [closed, on] = cursor ? [cursor.key[0] === '1', cursor.key.slice(1)] : [false, ''];
  const after = cursor
    ? sql`(s.closed > ${closed} or (s.closed = ${closed} and (s.applied_on, s.id) < (${on}::date, ${cursor.id}::uuid)))`
    : sql`true`;
  const found = await tx.rows<
    Subsidy & { closed: boolean }
  >(sql`select ${subsidyColumns}, s.closed from subsidy s where ${filterOf(book, filter)} and ${after}
    order by s.closed, s.applied_on desc, s.id desc limit ${PAGE + 1}`);
  const shown = found.slice(0, PAGE);
  const end = shown.at(-1);
  const rows: SubsidyRow[] = [];
  for (const course of await coursesOf(tx, shown)) rows.push(await rowOf(tx, book, course));
  const beside = cursor ? null : await book.beside?.(tx);
  if (beside && !beside.ok) return beside;
  return ok({
    zh: book.zh,
    lead: book.lead,
    states: Object.entries(states).map(([value, { zh }]) => ({ value, label: zh })),
    schemes: book.schemes.map(({ key, zh }) => ({ value: key, label: zh })),
    rows,
    next: found.length > PAGE && end ? cursorAt(`${end.closed ? 1 : 0}${end.appliedOn}`, end.id) : null,
    offers: cursor ? [] : await headOffers(tx, book),
    beside: beside ? beside.value : null,
  });
}

const MOST = 5_000;
/** Without the lines that are somebody's: lists of persons leave by approval alone (kernel `sheet`). */
export async function subsidySheet(tx: Tx, book: Book, filter: SubsidyFilter) {
  const found = await tx.rows<Subsidy>(
    sql`select ${subsidyColumns} from subsidy s where ${filterOf(book, filter)} order by s.applied_on desc, s.id desc limit ${MOST}`,
  );
  const courses = await coursesOf(tx, found);
  return sheetFile({
    name: book.zh,
    columns: [
      { key: 'body', title: '名称', kind: 'text' },
      { key: 'place', title: '地区', kind: 'text' },
      { key: 'what', title: '补贴', kind: 'text' },
      { key: 'state', title: '状态', kind: 'text' },
      { key: 'appliedOn', title: '申请日期', kind: 'date' },
      { key: 'amount', title: '核定金额', kind: 'amount' },
      { key: 'paid', title: '已拨', kind: 'amount' },
      { key: 'approvedOn', title: '批准日期', kind: 'date' },
      { key: 'lines', title: '怎么算的', kind: 'printed' },
      { key: 'documents', title: '拨付凭证', kind: 'printed' },
    ],
    rows: courses.map((course) => {
      const { of, parts, lines } = course;
      const paid = parts.filter(({ state }) => state === 'paid');
      return {
        body: of.bodyName,
        place: tx.divisions.fullName(of.division),
        what: whatOf(of),
        state: stateOf(tx, course).stateZh,
        appliedOn: of.appliedOn,
        amount: of.amountFen ?? linesFen(lines),
        paid: paid.reduce((sum, { amountFen, cutFen }) => sum + amountFen - cutFen, 0),
        approvedOn: of.approvedOn,
        lines: lines
          .filter(({ struck, of: whose }) => !struck && whose === undefined)
          .map(({ says }) => says)
          .join('；'),
        documents: paid.map(({ documentNo }) => documentNo).join('、'),
      };
    }),
  });
}

export interface OpenSubsidy {
  readonly id: string;
  readonly what: string;
  readonly bodyName: string;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly basis: Readonly<Record<string, unknown>>;
  readonly term: string | null;
  readonly amountFen: Fen;
  readonly noticeTo: PlainDate;
}
const openOf = (tx: Tx, of: Subsidy): OpenSubsidy => ({
  id: of.id,
  what: whatOf(of),
  bodyName: of.bodyName,
  division: of.division,
  divisionName: tx.divisions.fullName(of.division),
  basis: of.basis!,
  term: of.term,
  amountFen: of.amountFen!,
  noticeTo: of.noticeTo!,
});
/** What everybody sees: of a body what was counted for it, or of the whole city what is on notice today. */
export async function openSubsidies(
  tx: Tx,
  wanted: { readonly scheme: string; readonly bodyId: string } | { readonly onNotice: true },
): Promise<OpenSubsidy[]> {
  const which =
    'bodyId' in wanted
      ? sql`s.scheme = ${wanted.scheme} and s.body_id = ${wanted.bodyId} and s.state in ('checked', 'approved', 'paid') order by s.applied_on desc, s.id desc limit 8`
      : sql`s.state = 'checked' and s.notice_to >= ${tx.today} order by s.notice_to, s.body_name, s.id limit 300`;
  const rows = await tx.rows<Subsidy>(sql`select ${subsidyColumns} from subsidy s where s.notice_to is not null and ${which}`);
  return rows.map((of) => openOf(tx, of));
}
/** One that is checked and was put on notice; its last day may be over. */
export async function openSubsidy(tx: Tx, id: string): Promise<OpenSubsidy | null> {
  const of = await tx.maybe<Subsidy>(
    sql`select ${subsidyColumns} from subsidy s where s.id = ${id} and s.state = 'checked' and s.notice_to is not null`,
  );
  return of && openOf(tx, of);
}
