/**
 * 文书: papers that leave the house. Numbered without gaps inside the deciding transaction, printed on first opening, then fixed by the hash of the
 * printed bytes. What was issued can be revoked, never altered.
 */
import { randomBytes } from 'node:crypto';
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer, performerOf, publicActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import type { Divisions } from '../division/index.ts';
import { sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../schema/index.ts';
import type { DocumentCheck, DocumentKind, Issuer, Letter, ShownDocument } from './index.ts';
import { renderPdf, unprintable } from './pdf.ts';
import type { FileStore } from './store.ts';
import { inActorsReach } from './uploads.ts';

const LIST_LIMIT = 200;
/** No i, l, o, u: read aloud and typed by hand. 24 letters are 120 bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_LENGTH = 24;

const newCheckCode = (): string => [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]!).join('');

/** What a person typed or scanned, as it was made: groups joined, o for 0 and l for 1 forgiven. */
const readCheckCode = (text: string): string =>
  text.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');

/** 咸安 for a county, 咸安汀泗桥 for a township of it, 咸宁 for the city. */
function shortName(divisions: Divisions, code: DivisionCode): string {
  const own = divisions.get(code);
  if (!own) throw new Error(`no division ${code}`);
  const local = [own, ...divisions.ancestors(code)].filter(
    (d) => d.level === 'county' || d.level === 'township' || d.level === 'village',
  );
  return local.length === 0
    ? own.core
    : local
        .reverse()
        .map((d) => d.core)
        .join('');
}

export interface IssuedDocument {
  readonly id: Id<'Document'>;
  readonly number: string;
  readonly kind: string;
  readonly title: string;
  readonly issuedOn: PlainDate;
  readonly signer: string;
  readonly revokedOn: PlainDate | null;
}

interface DocumentRow extends IssuedDocument {
  readonly caseId: string | null;
  readonly personId: string | null;
  readonly about: readonly string[] | null;
  readonly division: DivisionCode;
  readonly content: Buffer;
  readonly checkCode: string;
  readonly publicUrl: string | null;
  readonly pdfHash: string | null;
  readonly fileHash: string | null;
}

/** What is kept, sealed, and printed from. */
interface Content extends Letter {
  readonly issuerName: string;
}

const contentPlace = (id: string): string => `issued_document.content:${id}`;
const pdfPlace = (id: string): string => `issued_document.pdf:${id}`;
const view = sql`id, number, kind, title, issued_on, signer, revoked_on`;

export interface Issue {
  readonly kind: DocumentKind;
  readonly issuer: Issuer;
  readonly letter: Letter;
  /** Who answers for it: the officer's name. */
  readonly signer: string;
  readonly caseId: string | null;
  /** Who may see it as its own; a paper that a resident makes names the resident. */
  readonly personId: string | null;
  /** Whose officers may see it: the division of the case. */
  readonly division: DivisionCode;
  /** Of the file only: neither the person nor those who only pay see it; who opened it stands in the person's log all the same. */
  readonly internal?: true;
  /** The only officers who open it, as they alone read what it was made from (data class). The person's own copy stays open to the person. */
  readonly readers?: readonly Performer[];
  /** Everybody whose circumstances it tells, where that is not `personId` alone: who opens it stands in the log of each. */
  readonly about?: readonly string[];
}

/** The papers that the actor may see. */
const seen = (actor: Actor): Sql =>
  actor.kind === 'resident'
    ? sql`(${inActorsReach(actor)} and not internal)`
    : actor.kind === 'system'
      ? inActorsReach(actor)
      : sql`(${inActorsReach(actor)} and (readers is null or ${performerOf(actor)} = any (readers))
          ${isOneOf(actor, ['finance-clerk', 'finance-reviewer']) ? sql`and not internal` : sql``})`;

/** Issues a paper in the transaction of the decision that it tells: both stand or neither. Refuses before taking a number when a character cannot be printed. */
export async function issueDocument(tx: Tx, issue: Issue): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> {
  const { kind, issuer, letter } = issue;
  const missing = unprintable({ ...letter, title: kind.title, issuerName: issuer.name, signer: issue.signer });
  if (missing.length > 0) return fail('GLYPH_MISSING', { characters: missing.join('、') });
  const id = newId();
  const year = Number(tx.today.slice(0, 4));
  const { seq } = await tx.one<{ seq: number }>(
    sql`select next_document_number(${issuer.division}, ${year}, ${kind.code}) as seq`,
  );
  const number = `${shortName(tx.divisions, issuer.division)}民${kind.word}字〔${year}〕${seq}号`;
  const content: Content = { addressee: letter.addressee, blocks: letter.blocks, issuerName: issuer.name };
  const row =
    await tx.one<IssuedDocument>(sql`insert into issued_document (id, number, issuer, year, kind, seq, title, case_id, person_id, division, internal, readers, about, issued_on, issued_at, signer, content, check_code)
    values (${id}, ${number}, ${issuer.division}, ${year}, ${kind.code}, ${seq}, ${kind.title}, ${issue.caseId}, ${issue.personId}, ${issue.division}, ${issue.internal ?? false}, ${issue.readers ?? null}, ${issue.about ?? null},
      ${tx.today}, ${tx.now}, ${issue.signer}, ${tx.keys.sealJson(content, contentPlace(id))}, ${newCheckCode()}) returning ${view}`);
  await recordAudit(tx, {
    action: 'document.issued',
    subject: { kind: 'document', id },
    personId: issue.personId,
    caseId: issue.caseId,
    division: issue.division,
    detail: { number, kind: kind.code },
  });
  return ok(row);
}

/** Issues a paper of a local office, signed by whoever issues it. */
export const issueAt = (
  tx: Tx,
  { at, ...of }: Pick<Issue, 'kind' | 'letter' | 'division' | 'personId' | 'caseId'> & { readonly at: DivisionCode },
): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> =>
  issueDocument(tx, { ...of, issuer: { division: at, name: tx.office(at).name }, signer: tx.actor.name });

/** The papers of a case or of a person, newest first. */
export const documentsOf = (tx: Tx, of: { caseId: string } | { personId: string }): Promise<IssuedDocument[]> =>
  tx.rows<IssuedDocument>(sql`select ${view} from issued_document
    where ${'caseId' in of ? sql`case_id = ${of.caseId}` : sql`person_id = ${of.personId}`} and ${seen(tx.actor)} order by issued_at desc, id desc limit ${LIST_LIMIT}`);

const shown = ({ id, number, title, issuedOn, revokedOn }: IssuedDocument): ShownDocument => ({
  id,
  number,
  title,
  issuedOn,
  revokedOn,
  url: `/api/documents/${id}/pdf`,
});
export const documentsShown = async (tx: Tx, kase: { readonly id: string }): Promise<ShownDocument[]> =>
  (await documentsOf(tx, { caseId: kase.id })).map(shown);
/** One paper; null where the actor may not see it. */
export const documentShown = async (tx: Tx, id: string): Promise<ShownDocument | null> => {
  const row = await tx.maybe<IssuedDocument>(sql`select ${view} from issued_document where id = ${id} and ${seen(tx.actor)}`);
  return row && shown(row);
};

type RevokeRefusal = 'NOT_FOUND' | 'ALREADY_REVOKED';

/** Takes a paper back: the check page says so from now on. */
export const revokeDocument = (tx: Tx, id: string, reason: string): Promise<Result<null, RevokeRefusal>> =>
  takeBack(tx, { id, reason, replacedBy: null });

/** Takes a paper back because another one stands in its place: the check page names that one. */
export const replaceDocument = (tx: Tx, id: string, by: IssuedDocument): Promise<Result<null, RevokeRefusal>> =>
  takeBack(tx, { id, reason: `由${by.number}代替`, replacedBy: by.id });

async function takeBack(
  tx: Tx,
  { id, reason, replacedBy }: { id: string; reason: string; replacedBy: string | null },
): Promise<Result<null, RevokeRefusal>> {
  const row = await tx.maybe<DocumentRow>(sql`select * from issued_document where id = ${id} and ${seen(tx.actor)} for update`);
  if (!row) return fail('NOT_FOUND');
  if (row.revokedOn) return fail('ALREADY_REVOKED', { number: row.number });
  await tx.run(
    sql`update issued_document set revoked_on = ${tx.today}, revoked_reason = ${reason}, replaced_by = ${replacedBy} where id = ${id}`,
  );
  await recordAudit(tx, {
    action: 'document.revoked',
    subject: { kind: 'document', id },
    personId: row.personId,
    caseId: row.caseId,
    division: row.division,
    detail: { number: row.number },
  });
  return ok(null);
}

export interface PrintedDocument {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The PDF, for those who may see it. `publicUrl` is where the check page lives; the first printing fixes it for good. */
export async function openDocument(
  context: Context,
  actor: Actor,
  place: { store: FileStore; publicUrl: string },
  id: string,
): Promise<Result<PrintedDocument, 'NOT_FOUND'>> {
  const row = await context.write(actor, async (tx) => {
    const found = await tx.maybe<DocumentRow>(sql`select * from issued_document where id = ${id} and ${seen(actor)}`);
    if (found)
      await recordAudit(tx, {
        action: 'document.opened',
        subject: { kind: 'document', id },
        ...(found.about ? { personIds: found.about } : { personId: found.personId }),
        caseId: found.caseId,
        division: found.division,
        detail: { number: found.number },
      });
    return found;
  });
  if (!row) return fail('NOT_FOUND');
  const name = `${row.title} ${row.number}.pdf`;
  const kept = row.fileHash !== null && (await place.store.has(row.fileHash));
  const bytes = kept
    ? context.keys.openBytes(await place.store.read(row.fileHash!), pdfPlace(id))
    : await print(context, actor, place, row);
  const { pdfHash } = kept
    ? row
    : await context.read(actor, (tx) => tx.one<{ pdfHash: string }>(sql`select pdf_hash from issued_document where id = ${id}`));
  if (sm3(bytes).toString('hex') !== pdfHash) throw new Error(`document ${row.number} prints differently from what was issued`);
  return ok({ name, bytes });
}

/** Prints from the kept content and keeps the bytes. When two open at once the first hash stands; the same content gives the same bytes. */
async function print(
  context: Context,
  actor: Actor,
  place: { store: FileStore; publicUrl: string },
  row: DocumentRow,
): Promise<Buffer> {
  const content = context.keys.openJson<Content>(row.content, contentPlace(row.id));
  const publicUrl = row.publicUrl ?? place.publicUrl;
  const bytes = await renderPdf({
    ...content,
    title: row.title,
    signer: row.signer,
    number: row.number,
    issuedOn: row.issuedOn,
    checkCode: row.checkCode,
    publicUrl,
  });
  const hash = sm3(bytes).toString('hex');
  if (row.pdfHash !== null && row.pdfHash !== hash) return bytes; // the caller compares and stops
  const fileHash = await place.store.write(context.keys.sealBytes(bytes, pdfPlace(row.id)));
  const kept = await context.write(actor, (tx) =>
    tx.run(sql`update issued_document set pdf_hash = ${hash}, public_url = ${publicUrl}, file_hash = ${fileHash}
      where id = ${row.id} and file_hash is not distinct from ${row.fileHash} and (pdf_hash is null or pdf_hash = ${hash})`),
  );
  if (kept === 0) await place.store.remove(fileHash);
  return bytes;
}

/** What anyone may learn who holds a paper: number, title, date, revoked or not, what stands in its place. Null when no such paper was issued. */
export const checkDocument = (context: Context, code: string): Promise<DocumentCheck | null> =>
  context.read(publicActor, (tx) =>
    tx.maybe<DocumentCheck>(
      sql`select number, title, issued_on, revoked_on, replaced_by from check_document(${readCheckCode(code)})`,
    ),
  );
