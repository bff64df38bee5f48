/** What the federation says of a person's certificate goes on record as a fact, with both clocks, and is told once. */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { recordFact } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Certificate, type CertificatePeriod, certificateOn, certificateProblem } from './index.ts';
import { certificatesOf } from './known.ts';
import { registerCertificate } from './register.ts';

const KIND = 'disability-certificate';

export interface CertificateNews {
  personId: string;
  division: DivisionCode;
  certificate: Certificate;
  /** Of the person, as the number must begin with it. */
  idNumber: string;
  /** From when it is frozen or cancelled; the day of issue for a valid one. */
  since: PlainDate;
  source: string;
}

/** Whether the register says the same from that day on. */
export function isKnown(periods: readonly CertificatePeriod[], certificate: Certificate, since: PlainDate): boolean {
  const known = certificateOn(periods, since);
  return known.state === certificate.state && JSON.stringify({ ...known.certificate }) === JSON.stringify({ ...certificate });
}

/** Records a certificate, or its freezing or cancelling. The same again changes nothing and tells nobody. */
export async function recordCertificate(
  tx: Tx,
  news: CertificateNews,
): Promise<Result<{ changed: boolean }, 'CERTIFICATE_WRONG' | 'FACT_DATES' | 'NOT_FOUND'>> {
  const { certificate, personId } = news;
  const problem = certificateProblem(certificate, news.idNumber);
  if (problem) return fail('CERTIFICATE_WRONG', { problem }, [{ path: 'number', message: problem }]);
  const { periods } = await certificatesOf(tx, personId);
  if (isKnown(periods, certificate, news.since)) return ok({ changed: false });
  const recorded = await recordFact(tx, {
    subject: { kind: 'person', id: personId },
    kind: KIND,
    value: certificate,
    source: news.source,
    validFrom: news.since,
    validTo: certificate.state === 'cancelled' ? null : plusDays(certificate.validTo, 1),
  });
  if (!recorded.ok) return recorded;
  await registerCertificate(tx, personId);
  const change = certificate.state === 'cancelled' ? 'cancelled' : periods.length === 0 ? 'issued' : 'changed';
  await tellCertificate(tx, { personId, division: news.division, change, certificate });
  return ok({ changed: true });
}

/** `frozen` goes as a change: the catalogue knows issued, changed, expired and cancelled. */
export async function tellCertificate(
  tx: Tx,
  of: {
    personId: string;
    division: DivisionCode;
    change: 'issued' | 'changed' | 'expired' | 'cancelled';
    certificate: Pick<Certificate, 'category' | 'level' | 'validTo'>;
  },
): Promise<void> {
  const { category, level, validTo } = of.certificate;
  await emit(tx, {
    type: 'disability.certificate.changed',
    subject: { kind: 'person', id: of.personId },
    division: of.division,
    payload: { personId: of.personId, change: of.change, category, level: Number(level), validTo },
  });
}

/** The last change of level or category of somebody who held a certificate before: the new amount runs from the month after. */
export function levelChangedOn(periods: readonly CertificatePeriod[], today: PlainDate): PlainDate | null {
  const valid = periods
    .filter((p) => p.certificate.state === 'valid' && p.from <= today)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const changes = valid.filter((p, i) => {
    const before = valid[i - 1];
    return (
      before !== undefined &&
      (before.certificate.level !== p.certificate.level || before.certificate.category !== p.certificate.category)
    );
  });
  return changes.at(-1)?.from ?? null;
}
