/** 残疾人证登记: one row a person of the certificate that holds now, so that those that run out can be listed. Follows the facts. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DivisionCode, isPlainDate, type PlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, readCursor } from '../../../kernel/service/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { type Certificate, type CertificatePeriod, type CertificateState, categoryNames, certificateStates } from './index.ts';
import { certificatesOf } from './known.ts';
import { type CertificateList, type CertificateRow, EXPIRING_DAYS } from './terms.ts';

const place = (personId: string): string => `disability_certificate.content:${personId}`;
type Content = Pick<Certificate, 'number' | 'category' | 'level'>;
export const contentOf = (tx: Tx, personId: string, sealed: Buffer): Content =>
  tx.keys.openJson<Content>(sealed, place(personId));

/** The last day on which the level became a heavier one. */
export function levelRaisedOn(periods: readonly CertificatePeriod[], today: PlainDate): PlainDate | null {
  const valid = periods
    .filter((p) => p.certificate.state === 'valid' && p.from <= today)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  return valid.filter((p, i) => i > 0 && p.certificate.level < valid[i - 1]!.certificate.level).at(-1)?.from ?? null;
}

/** The newest certificate as known now; a cancelled or frozen one stays in the register as such. */
export async function registerCertificate(tx: Tx, personId: string): Promise<void> {
  const { periods } = await certificatesOf(tx, personId);
  const newest = periods.filter((p) => p.from <= tx.today).sort((a, b) => (a.from > b.from ? -1 : 1))[0];
  const person = await tx.maybe<{ division: DivisionCode }>(
    sql`select registered_division as division from person where id = ${personId}`,
  );
  if (!newest || !person) return;
  const { certificate } = newest;
  const { number, category, level } = certificate;
  const division = person.division.startsWith(tx.city.slice(0, 4)) ? person.division : tx.city;
  const content = tx.keys.sealJson({ number, category, level } satisfies Content, place(personId));
  await tx.run(sql`insert into disability_certificate (person_id, division, state, issued_on, valid_to, level_raised_on, content, recorded_on)
    values (${personId}, ${division}, ${certificate.state}, ${certificate.issuedOn}, ${certificate.validTo}, ${levelRaisedOn(periods, tx.today)}, ${content}, ${tx.today})
    on conflict (person_id) do update set division = excluded.division, state = excluded.state, issued_on = excluded.issued_on, valid_to = excluded.valid_to,
      level_raised_on = excluded.level_raised_on, content = excluded.content, recorded_on = excluded.recorded_on`);
}

const BATCH = 200;
const notRegistered = (tx: Tx) =>
  tx.rows<{ personId: string }>(sql`select distinct f.subject_id as person_id from fact_version f
    where f.kind = 'disability-certificate' and f.subject_kind = 'person' and f.superseded_at is null and f.valid_from <= ${tx.today}
      and not exists (select from disability_certificate c where c.person_id = f.subject_id) limit ${BATCH}`);

/** Certificates that were on record before the register was. */
export const registerMissing = whenDue(notRegistered, async (context) => {
  const city = systemActor('disability-daily', context.city);
  for (;;) {
    const missing = await context.write(city, async (tx) => {
      const rows = await notRegistered(tx);
      for (const { personId } of rows) await registerCertificate(tx, personId);
      return rows.length;
    });
    if (missing < BATCH) return;
  }
});

const PAGE = 50;
/** Which certificates (`c`) a list holds. */
export const listFilter = (tx: Tx, list: CertificateList): Sql =>
  ({
    expiring: sql`c.state = 'valid' and c.valid_to >= ${tx.today} and c.valid_to <= ${plusDays(tx.today, EXPIRING_DAYS)}`,
    expired: sql`c.state = 'valid' and c.valid_to < ${tx.today}`,
    frozen: sql`c.state <> 'valid'`,
    all: sql`true`,
  })[list];

/** Of the actor's range, by the day on which they end; names and health are on record as seen. */
export async function certificateList(
  tx: Tx,
  given: { list: CertificateList; cursor: string | undefined },
): Promise<{ rows: CertificateRow[]; next: string | null }> {
  const at = readCursor(given.cursor, isPlainDate);
  const found = await tx.rows<{
    personId: string;
    name: string;
    division: DivisionCode;
    state: CertificateState;
    issuedOn: PlainDate;
    validTo: PlainDate;
    content: Buffer;
    draws: boolean;
  }>(sql`select c.person_id, p.name, c.division, c.state, c.issued_on, c.valid_to, c.content,
      exists (select from subsidy_award a where a.person_id = c.person_id and a.state <> 'ended') as draws
    from disability_certificate c join person p on p.id = c.person_id
    where c.division >= ${tx.actor.lo} and c.division < ${tx.actor.hi} and p.life_state <> 'dead' and p.merged_into is null and ${listFilter(tx, given.list)}
      and (${at?.key ?? null}::date is null or (c.valid_to, c.person_id) > (${at?.key ?? null}::date, ${at?.id ?? null}::uuid))
    order by c.valid_to, c.person_id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'disability-certificate.listed',
      personIds: page.map((r) => r.personId),
      detail: { list: given.list },
    });
  return {
    rows: page.map((r) => {
      const daysLeft = dayNumber(r.validTo) - dayNumber(tx.today);
      return {
        personId: r.personId,
        name: r.name,
        villageName: tx.divisions.get(r.division) ? tx.divisions.fullName(r.division) : '',
        zh: categoryNames(contentOf(tx, r.personId, r.content)),
        stateZh: r.state === 'valid' && daysLeft < 0 ? '过期' : certificateStates[r.state],
        issuedOn: r.issuedOn,
        validTo: r.validTo,
        daysLeft,
        draws: r.draws,
      };
    }),
    next: found.length > PAGE && last ? cursorAt(last.validTo, last.personId) : null,
  };
}
