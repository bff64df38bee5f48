/** 公布单: printed for a village and a month, posted on the board, the posting put on record with a photograph. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, longMonth, monthOf, shortDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, scopeRange } from '../../../kernel/division/index.ts';
import {
  ask,
  type Block,
  bindFiles,
  type Contact,
  type DocumentKind,
  issueDocument,
  type Letter,
  paragraph,
} from '../../../kernel/document/server.ts';
import { wholeParameter, yuan } from '../../../kernel/policy/server.ts';
import { defineErrors, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, FileRef, type PlainDate, PlainDateText, type YearMonth } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';
import type { Posting, RosterLine, VillageRow } from './content.ts';
import { rosterLines, villageSums } from './roster.ts';

defineErrors({
  ROSTER_EMPTY: { http: 409, zh: '这个村（社区）本月没有要公布的人家。' },
  ROSTER_POSTED: { http: 409, zh: '{month}的公布单{date}已经张贴，不用再打印。', next: '名单有变化的，下个月再公布。' },
  ROSTER_TOO_LONG: { http: 409, zh: '这里的人家太多，一张公布单放不下。', next: '请按村（社区）打印。' },
});

const document: DocumentKind = { code: 'assistance-roster', word: '救公', title: '社会救助对象公布单' };
const MAX_LINES = 1000;

function rosterSheet(of: { place: string; month: YearMonth; lines: readonly RosterLine[]; contact: Contact }): Letter {
  const { place, lines } = of;
  const sum = lines.reduce((total, line) => total + line.amountFen, 0);
  const table: Block = {
    kind: 'table',
    columns: [
      { title: '序号', share: 8, align: 'center' },
      { title: '姓名', share: 26 },
      { title: '享受项目', share: 30 },
      { title: '人数', share: 12, align: 'right' },
      { title: '每月金额（元）', share: 24, align: 'right' },
    ],
    rows: lines.map((line, i) => [
      String(i + 1),
      line.name,
      line.programmeZh,
      String(line.persons),
      yuan(line.amountFen).replace('元', ''),
    ]),
  };
  return {
    addressee: null,
    blocks: [
      paragraph(
        `依据《中华人民共和国社会救助法》和《最低生活保障审核确认办法》（民发〔2021〕57号），现将${place}${longMonth(of.month)}享受最低生活保障、特困人员救助供养的家庭公布如下，请群众监督。`,
      ),
      table,
      paragraph(
        `共${lines.length}户、${lines.reduce((n, line) => n + line.persons, 0)}人，本月${yuan(sum)}。特困人员只列基本生活费；未成年人不公布。`,
      ),
      paragraph(
        '认为有人不该享受、该享受的没有享受，或者金额不对的，可以打下面的电话，也可以在网上“监督举报”里说，不留姓名也受理。',
      ),
      ask(of.contact),
    ],
  };
}

/** Prints the month's sheet of a village; until it is posted, printing again replaces it. */
export async function printRoster(tx: Tx, village: DivisionCode): Promise<Result<{ id: string; url: string }>> {
  if (tx.divisions.get(village)?.level !== 'village' || !inScope(village, tx.actor.division ?? tx.city)) return fail('NOT_FOUND');
  const month = monthOf(tx.today);
  const known = await tx.maybe<{ postedOn: PlainDate | null }>(
    sql`select posted_on from roster_posting where division = ${village} and month = ${month} for update`,
  );
  if (known?.postedOn) return fail('ROSTER_POSTED', { month: longMonth(month), date: known.postedOn });
  const lines = await rosterLines(tx, village, { after: null, limit: MAX_LINES + 1 });
  if (lines.length === 0) return fail('ROSTER_EMPTY');
  if (lines.length > MAX_LINES) return fail('ROSTER_TOO_LONG');
  const office = tx.office(townshipOf({ division: village }));
  const issued = await issueDocument(tx, {
    kind: document,
    issuer: { division: townshipOf({ division: village }), name: office.name },
    letter: rosterSheet({
      place: tx.divisions.fullName(village),
      month,
      lines,
      contact: { office: office.name, telephone: office.telephone },
    }),
    signer: tx.actor.name,
    caseId: null,
    personId: null,
    division: village,
  });
  if (!issued.ok) return issued;
  const sums = [lines.length, lines.reduce((n, l) => n + l.persons, 0), lines.reduce((n, l) => n + l.amountFen, 0)] as const;
  const { id } = await tx.one<{
    id: string;
  }>(sql`insert into roster_posting (id, division, month, households, persons, amount_fen, document_id, printed_on, printed_by, printed_name)
    values (${newId()}, ${village}, ${month}, ${sums[0]}, ${sums[1]}, ${sums[2]}, ${issued.value.id}, ${tx.today}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (division, month) do update set households = excluded.households, persons = excluded.persons, amount_fen = excluded.amount_fen,
      document_id = excluded.document_id, printed_on = excluded.printed_on, printed_by = excluded.printed_by, printed_name = excluded.printed_name
    returning id`);
  await recordAudit(tx, { action: 'roster.printed', subject: { kind: 'roster-posting', id }, division: village });
  return ok({ id, url: `/api/documents/${issued.value.id}/pdf` });
}

export const PostedInput = z.strictObject({
  postedOn: PlainDateText.meta({ label: '哪天张贴的', widget: 'date', format: 'plain-date' }),
  place: z.string().trim().min(2, '请写明贴在哪里').max(60, '不超过60字').meta({ label: '贴在哪里', help: '例如：村委会公示栏' }),
  photo: FileRef.meta({ label: '张贴的照片', widget: 'file', paper: 'roster-photo' }),
});

export async function recordRosterPosted(tx: Tx, id: string, input: z.infer<typeof PostedInput>): Promise<Result<null>> {
  const posting = await tx.maybe<{ division: DivisionCode; month: YearMonth; printedOn: PlainDate; postedOn: PlainDate | null }>(
    sql`select division, month, printed_on, posted_on from roster_posting where id = ${id} for update`,
  );
  if (!posting) return fail('NOT_FOUND');
  if (posting.postedOn) return fail('ROSTER_POSTED', { month: longMonth(posting.month), date: posting.postedOn });
  if (input.postedOn > tx.today || input.postedOn < posting.printedOn)
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: 'postedOn', message: `张贴日期从打印那天（${shortDate(posting.printedOn)}）到今天` },
    ]);
  const bound = await bindFiles(tx, [input.photo], { caseId: id, personId: null, division: posting.division });
  if (!bound.ok) return bound;
  await tx.run(sql`update roster_posting set posted_on = ${input.postedOn}, place = ${input.place}, photo_id = ${input.photo}, posted_by = ${tx.actor.id},
    posted_name = ${tx.actor.name} where id = ${id}`);
  await recordAudit(tx, { action: 'roster.posted', subject: { kind: 'roster-posting', id }, division: posting.division });
  return ok(null);
}

/** The day after which the last posting of a village counts. */
export async function postedSince(tx: Tx, division: DivisionCode, on: PlainDate): Promise<PlainDate> {
  const months = await wholeParameter(tx, 'ROSTER-MONTHS', division, on);
  return addMonths(on, -(months.ok ? months.value : 3));
}

const PAGE = 50;

/** The actor's villages where anybody draws, with the last sheet of each. */
export async function villageRows(tx: Tx, after: string): Promise<{ rows: VillageRow[]; next: string | null }> {
  const home = tx.actor.division ?? tx.city;
  const found = await villageSums(tx, scopeRange(home), { after, limit: PAGE + 1 });
  const page = found.slice(0, PAGE);
  const postings = await tx.rows<
    Omit<Posting, 'sheetUrl' | 'photoUrl'> & {
      division: DivisionCode;
      documentId: string;
      photoId: string | null;
      lastOn: PlainDate | null;
    }
  >(
    sql`select distinct on (division) id, division, month, document_id, printed_on, posted_on, place, photo_id, max(posted_on) over (partition by division) as last_on
      from roster_posting where division = any (${page.map((v) => v.village)}::text[]) order by division, month desc`,
  );
  const since = await postedSince(tx, home, tx.today);
  return {
    rows: page.map((sum): VillageRow => {
      const last = postings.find((p) => p.division === sum.village);
      return {
        ...sum,
        name: tx.divisions.fullName(sum.village),
        due: !last?.lastOn || last.lastOn <= since,
        last: last
          ? {
              id: last.id,
              month: last.month,
              printedOn: last.printedOn,
              sheetUrl: `/api/documents/${last.documentId}/pdf`,
              postedOn: last.postedOn,
              place: last.place,
              photoUrl: last.photoId && `/api/files/${last.photoId}`,
            }
          : null,
      };
    }),
    next: found.length > PAGE ? page.at(-1)!.village : null,
  };
}
