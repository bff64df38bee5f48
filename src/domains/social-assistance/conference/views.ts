/** What pages read of conferences: the section of a case, the county's list, and the reminder of those that were not called in time. */
import { isOneOf } from '../../../kernel/access/index.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { formOf } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { countyOf } from '../family/places.ts';
import type { ConferenceContent, WaitingConference } from './content.ts';
import { MinutesInput, RequestInput, ResolutionInput } from './schema.ts';
import { anyLateConference, conferencesOf, isUrgent, takeLateConferences, waitingConferences } from './store.ts';
import { conferenceStates, conferenceSubjects } from './terms.ts';

export const askers = ['township-clerk', 'township-leader', 'county-clerk', 'county-confirmer'] as const;
export const callers = ['county-clerk', 'county-confirmer'] as const;

/** For officers; null for a resident: minutes name what others said of the family. */
export async function conferenceOfCase(tx: Tx, kase: Case): Promise<ConferenceContent | null> {
  if (tx.actor.kind === 'resident') return null;
  const rows = await conferencesOf(tx, kase.id);
  const calls = isOneOf(tx.actor, callers);
  return {
    conferences: rows.map(({ text, ...row }) => ({
      ...row,
      ...text,
      stateZh: conferenceStates[row.state],
      late: row.state === 'requested' && row.dueOn < tx.today,
    })),
    urgent: isUrgent(kase),
    forms: {
      request: isOneOf(tx.actor, askers) && !rows.some((row) => row.state === 'requested') ? formOf(RequestInput) : null,
      resolve: calls ? formOf(ResolutionInput) : null,
      minutes: calls ? formOf(MinutesInput) : null,
    },
  };
}

const PAGE = 20;

/** Conferences still without minutes, due first, a page at a time. The list that was shown goes into the audit. */
export async function listConferences(
  tx: Tx,
  cursor: string | null,
): Promise<{ rows: WaitingConference[]; next: string | null }> {
  const [dueOn, id] = cursor?.split('~') ?? [];
  const rows = await waitingConferences(tx, { after: dueOn && id ? { dueOn, id } : null, limit: PAGE + 1 });
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  if (last)
    await recordAudit(tx, { action: 'conference.listed', personIds: [...new Set(page.map((row) => row.personId))], detail: {} });
  return {
    rows: page.map(({ personId: _, division, subject, state, ...row }) => ({
      ...row,
      divisionName: tx.divisions.fullName(division),
      subjectZh: conferenceSubjects[subject],
      stateZh: conferenceStates[state],
      late: state === 'requested' && row.dueOn < tx.today,
    })),
    next: rows.length > PAGE && last ? `${last.dueOn}~${last.id}` : null,
  };
}

const FULL = 200;

/** A conference that was not called in time is told to the county once. */
export const remindConferences = whenDue(anyLateConference, async (context) => {
  const work = () =>
    context.write(systemActor('conferences', context.city), async (tx) => {
      const late = await takeLateConferences(tx, FULL);
      for (const row of late)
        await notify(tx, {
          to: { performer: 'county-clerk', division: countyOf(row) },
          template: 'conference.late',
          params: { name: row.personName, due: row.dueOn },
          caseId: row.caseId,
        });
      return late.length;
    });
  while ((await work()) === FULL);
});
