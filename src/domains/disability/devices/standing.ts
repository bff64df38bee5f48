/** What a person is on the days of a rental: read from the entitlements, the recognition as 低保边缘, the certificate and the age that the registry knows. */
import { birthdayOf, firstDayOf, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfPerson } from '../../../kernel/payment/server.ts';
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import { factsAsOf, getPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { circumstancesOf } from '../subsidies/circumstances.ts';
import { edgeOf } from '../subsidies/life.ts';
import { bestStanding, type StandingFrom } from './rent.ts';
import type { Standing } from './terms.ts';

/** What this part reads of a certificate of the federation. */
export interface CertificateFact {
  readonly level: '1' | '2' | '3' | '4';
  readonly validTo: PlainDate;
  readonly state: 'valid' | 'frozen' | 'cancelled';
}

interface Period {
  readonly standing: Standing;
  readonly from: PlainDate;
  /** First day on which it no longer holds. */
  readonly to: PlainDate | null;
}

/** Everything known of somebody between two days. */
export interface Known {
  readonly birthDate: PlainDate | null;
  readonly periods: readonly Period[];
}

/** Programmes by which somebody is of a class, as the kernel knows them; 低保边缘 is no entitlement but a recognition, told of by event. */
const classOf: Readonly<Record<string, Standing>> = { dibao: 'dibao', tekun: 'tekun' };
const SEVERE = 2;

/** The certificate is looked at on the first day and at every turn of the month: its changes come by the month. */
export async function knownOf(tx: Tx, given: { personId: string; from: PlainDate; to: PlainDate }): Promise<Known> {
  const { personId } = given;
  const person = await getPerson(tx, personId);
  const entitlements = await entitlementsOfPerson(tx, personId);
  const days = [given.from];
  for (let month = plusMonths(monthOf(given.from), 1); firstDayOf(month) < given.to; month = plusMonths(month, 1))
    days.push(firstDayOf(month));
  const certificates: Period[] = [];
  for (const [i, from] of days.entries()) {
    const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: from, kinds: ['disability-certificate'] });
    const certificate = fact?.value as CertificateFact | undefined;
    if (certificate?.state !== 'valid' || certificate.validTo < from) continue;
    const ends = plusDays(certificate.validTo, 1);
    const next = days[i + 1] ?? null;
    certificates.push({
      standing: Number(certificate.level) <= SEVERE ? 'severe' : 'certificate',
      from,
      to: next === null || ends < next ? ends : next,
    });
  }
  return {
    birthDate: person.ok ? person.value.birthDate : null,
    periods: [
      ...entitlements.flatMap((e): Period[] => {
        const standing = classOf[e.programme];
        return standing
          ? [{ standing, from: firstDayOf(e.fromMonth), to: e.toMonth && firstDayOf(plusMonths(e.toMonth, 1)) }]
          : [];
      }),
      ...edgeOf(await circumstancesOf(tx, personId)).map(({ from, to }): Period => ({ standing: 'edge', from, to })),
      ...certificates,
    ],
  };
}

/** The best standing from each day on which it may change. */
export function standingsOf(read: ParameterReader, known: Known, given: { from: PlainDate; to: PlainDate }): StandingFrom[] {
  const age = read.number('RENT-ELDER-AGE');
  const elder: Period[] = known.birthDate
    ? [{ standing: 'elder', from: birthdayOf(known.birthDate, Number(age.num / age.den)), to: null }]
    : [];
  const periods = [...known.periods, ...elder];
  const days = new Set([given.from, ...periods.flatMap((p) => (p.to ? [p.from, p.to] : [p.from]))]);
  const result: StandingFrom[] = [];
  for (const from of [...days].filter((day) => day >= given.from && day < given.to).sort()) {
    const held = periods.filter((p) => p.from <= from && (p.to === null || from < p.to)).map((p) => p.standing);
    const standing = bestStanding(read, held);
    if (result.at(-1)?.standing !== standing) result.push({ from, standing });
  }
  return result;
}
