/** 政策找人: who would be eligible and has not applied is invited, and confirms account and consent in the portal; nothing else is asked. */
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { entitledAlready } from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import { getPerson, reveal } from '../../../kernel/resident/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type CaseReceipt, openCaseIn } from '../../../kernel/service/server.ts';
import { certificateOn } from '../certificate/index.ts';
import { levelChangedOn } from '../certificate/record.ts';
import type { SubsidyApplication } from './application.ts';
import { type Kind, kinds, type SubsidyFacts } from './facts.ts';
import { allowancesKnown, type InitialCheck, lastCheck } from './facts-of-case.ts';
import { type Known, knownOf } from './life.ts';
import { programmeOfKind, type SubsidyDecision, subsidyRules } from './rules.ts';
import type { InvitationView } from './views.ts';

/**
 * What the township saw of a person, as long as the certificate is the one it saw: nobody is invited again to what was refused for it.
 */
async function seenOf(tx: Tx, personId: string, known: Known): Promise<InitialCheck | null> {
  const last = await lastCheck(tx, personId);
  return last && !known.life.certificates.some((p) => p.from > last.on) ? last.check : null;
}

/** By what data say; what only a person can see (care needed) is taken as it was seen last, else as it would be when the person confirms. */
function presumedFacts(
  known: Known,
  seen: InitialCheck | null,
  given: { division: DivisionCode; today: PlainDate },
): SubsidyFacts | null {
  const { division, today } = given;
  const { life } = known;
  const standing = certificateOn(life.certificates, today);
  if (standing.state !== 'valid') return null;
  const { category, level, issuedOn } = standing.certificate;
  const others = allowancesKnown(known, monthOf(today));
  return {
    division,
    applicationMonth: monthOf(today),
    certificate: { state: 'valid', category, level, issuedOn },
    levelChangedOn: levelChangedOn(life.certificates, today),
    longTermCare: seen?.longTermCare ?? true,
    dibao: [...life.dibao],
    edge: [...life.edge],
    tekun: [...life.tekun],
    workInjuryCare: [...life.workInjuryCare],
    orphan: [...life.orphan],
    deFactoFull: [...life.deFactoFull],
    custody: [...known.ifTrue.custody],
    others: others && [...others, ...(seen?.others ?? [])],
    drawnSince: { living: null, nursing: null },
  };
}

async function mayInvite(tx: Tx, personId: string, kind: Kind): Promise<boolean> {
  const drawn = await entitledAlready(tx, {
    memberIds: [personId],
    exclusiveGroups: [programmeOfKind(kind)],
    fromMonth: monthOf(tx.today),
  });
  if (drawn) return false;
  const applied = await tx.maybe(
    sql`select 1 as open from service_case where applicant_person_id = ${personId} and flow = 'disability-subsidy' and closed_at is null`,
  );
  return applied === null;
}

/** Invites a person to what he or she would be granted; once for each kind while it is open. What no longer fits is taken back. */
export async function invite(tx: Tx, personId: string): Promise<void> {
  const found = await getPerson(tx, personId);
  if (!found.ok || found.value.lifeState !== 'alive') return;
  const division = found.value.registeredDivision;
  if (tx.divisions.get(division)?.level !== 'village') return;
  const known = await knownOf(tx, personId);
  const facts = presumedFacts(known, await seenOf(tx, personId, known), { division, today: tx.today });
  const parameters = await parametersOf(tx);
  for (const kind of Object.keys(kinds) as Kind[]) {
    const decided = facts && subsidyRules[kind].current.decide(facts, parameters, tx.today);
    if (decided && !decided.ok) throw new Error(`invitation of ${personId}: ${decided.code}`);
    const fits = decided?.value.outcome === 'eligible' && (await mayInvite(tx, personId, kind));
    if (fits) await send(tx, { personId, division, kind, decision: decided!.value });
    else
      await tx.run(
        sql`update subsidy_invitation set state = 'closed', closed_at = ${tx.now} where person_id = ${personId} and kind = ${kind} and state = 'open'`,
      );
  }
}

async function send(
  tx: Tx,
  to: { personId: string; division: DivisionCode; kind: Kind; decision: SubsidyDecision },
): Promise<void> {
  const { personId, division, kind, decision } = to;
  const written =
    await tx.run(sql`insert into subsidy_invitation (id, person_id, division, kind, sent_on) values (${newId()}, ${personId}, ${division}, ${kind}, ${tx.today})
    on conflict (person_id, kind) where state = 'open' do nothing`);
  if (written === 0) return;
  await notify(tx, {
    to: { personId },
    template: 'disability.invitation',
    params: { name: kinds[kind], amount: yuanDigits(decision.amountFen ?? 0) },
  });
  await emit(tx, {
    type: 'disability.invitation.sent',
    subject: { kind: 'person', id: personId },
    division,
    payload: { personId, kind, sentOn: tx.today },
  });
}

/** What the resident who is signed in is invited to, with the amount by the standards of today. */
export async function myInvitations(tx: Tx): Promise<InvitationView[]> {
  const { personId } = tx.actor;
  if (!personId) return [];
  const rows = await tx.rows<{ id: string; kind: Kind; sentOn: PlainDate; division: DivisionCode }>(
    sql`select id, kind, sent_on, division from subsidy_invitation where person_id = ${personId} and state = 'open' order by id limit 10`,
  );
  const parameters = await parametersOf(tx);
  return rows.map(({ division, ...row }) => {
    const standard = parameters.on(row.kind === 'living' ? 'LIV' : 'NUR', division, tx.today);
    return { ...row, zh: kinds[row.kind], amountFen: standard.ok ? Number(standard.value.value) : null };
  });
}

/** The person confirms account and consent; the rest of the form is what is on record. All open invitations go into one application. */
export async function acceptInvitations(
  tx: Tx,
  given: { account?: SubsidyApplication['account']; phone?: string | undefined },
): Promise<Result<CaseReceipt>> {
  const { personId } = tx.actor;
  const open = personId
    ? await tx.rows<{ id: string; kind: Kind; division: DivisionCode }>(
        sql`select id, kind, division from subsidy_invitation where person_id = ${personId} and state = 'open' order by id limit 10 for update`,
      )
    : [];
  if (!personId || open.length === 0) return fail('INVITATION_GONE');
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const clear = async (field: 'idNumber' | 'phone') => await reveal(tx, { personId, field, purpose: '确认两项补贴邀约' });
  const [idNumber, phone] = [await clear('idNumber'), await clear('phone')];
  if (!idNumber.ok) return idNumber;
  const { periods } = await knownCertificate(tx, personId);
  const standing = certificateOn(periods, tx.today);
  if (standing.state !== 'valid') return fail('INVITATION_GONE');
  const wanted = open.length > 1 ? 'both' : open[0]!.kind;
  const opened = await openCaseIn(tx, {
    itemId: wanted === 'nursing' ? 'DB-02' : 'DB-01',
    channel: 'mobile',
    form: {
      applicant: {
        name: person.value.name,
        idNumber: idNumber.value,
        phone: given.phone ?? (phone.ok ? phone.value : ''),
        division: open[0]!.division,
      },
      wanted,
      certificateNumber: standing.certificate.number,
      ...(given.account ? { account: given.account } : {}),
      papers: [],
      consent: true,
    },
  });
  if (!opened.ok) return opened;
  await tx.run(sql`update subsidy_invitation set state = 'accepted', case_id = ${opened.value.id}, closed_at = ${tx.now}
    where id = any(${open.map((i) => i.id)}::uuid[])`);
  return opened;
}

const knownCertificate = async (tx: Tx, personId: string) => {
  const { life } = await knownOf(tx, personId);
  return { periods: life.certificates };
};
